import { type Theme, teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } from "@fluentui/react-components";
import { app } from "@microsoft/teams-js";
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
