import { type Theme, teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } from "@fluentui/react-components";
import { useEffect, useState } from "react";

const themes: Record<string, Theme> = {
  default: teamsLightTheme,
  dark: teamsDarkTheme,
  contrast: teamsHighContrastTheme,
};

/** Whether something shows us in a frame: Teams, Outlook or Microsoft 365, or a page that is none of them. */
const isFramed = window.parent !== window;

/** The host's own library, once it has met the host. */
let meeting: Promise<typeof import("@microsoft/teams-js")> | undefined;

function meet() {
  meeting ??= (async () => {
    // Loaded in a host's frame only: it asks a server of Microsoft for its list of hosts as soon as it is loaded. Our
    // content policy forbids that, and it takes the list that it brings along.
    const teams = await import("@microsoft/teams-js");
    await teams.app.initialize();
    return teams;
  })();
  return meeting;
}

/** The theme of the host that shows us (Teams, Outlook, Microsoft 365); outside of any, the reader's own light or dark. */
export function useHostTheme(): Theme {
  const [theme, setTheme] = useState(
    matchMedia("(prefers-color-scheme: dark)").matches ? teamsDarkTheme : teamsLightTheme,
  );
  useEffect(() => {
    if (!isFramed) return;
    const follow = (name: string) => {
      setTheme(themes[name] ?? teamsLightTheme);
    };
    const greet = async () => {
      const { app } = await meet();
      app.registerOnThemeChangeHandler(follow);
      follow((await app.getContext()).app.theme);
      await app.notifySuccess();
    };
    greet().catch((error: unknown) => {
      // A frame that is no Microsoft host: the page is just as readable.
      console.warn("Potluck is not shown by a Microsoft 365 host.", error);
    });
  }, []);
  return theme;
}

/**
 * A token of whoever is signed in, asked for anew each time: the host keeps it, we don't. Undefined where there is no host.
 * learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-code
 */
export async function getToken(): Promise<string | undefined> {
  if (isFramed) {
    const { authentication } = await meet();
    return await authentication.getAuthToken();
  }
  return tokenOfTheDemo();
}

/** The demo's sandbox has no host to ask: it sends the token along behind the #. On this machine only. */
function tokenOfTheDemo(): string | undefined {
  if (!["127.0.0.1", "localhost", "[::1]"].includes(location.hostname)) return undefined;
  return new URLSearchParams(location.hash.slice(1)).get("token") ?? undefined;
}
