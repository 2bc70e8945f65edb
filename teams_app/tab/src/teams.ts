import { type Theme, teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } from "@fluentui/react-components";
import { useEffect, useState } from "react";

const themes: Record<string, Theme> = {
  default: teamsLightTheme,
  dark: teamsDarkTheme,
  contrast: teamsHighContrastTheme,
};

/** The theme of the host that shows us (Teams, Outlook, Microsoft 365); outside of any, the reader's own light or dark. */
export function useHostTheme(): Theme {
  const [theme, setTheme] = useState(
    matchMedia("(prefers-color-scheme: dark)").matches ? teamsDarkTheme : teamsLightTheme,
  );
  useEffect(() => {
    if (window.parent === window) return;
    const follow = (name: string) => {
      setTheme(themes[name] ?? teamsLightTheme);
    };
    const meet = async () => {
      // Loaded in a host's frame only: it asks a server of Microsoft for its list of hosts as soon as it is loaded. Our
      // content policy forbids that, and it takes the list that it brings along.
      const { app } = await import("@microsoft/teams-js");
      await app.initialize();
      app.registerOnThemeChangeHandler(follow);
      follow((await app.getContext()).app.theme);
      await app.notifySuccess();
    };
    meet().catch((error: unknown) => {
      // A frame that is no Microsoft host: the page is just as readable.
      console.warn("Potluck is not shown by a Microsoft 365 host.", error);
    });
  }, []);
  return theme;
}
