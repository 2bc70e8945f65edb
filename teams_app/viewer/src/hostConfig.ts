/** How Teams draws an Adaptive Card: sizes, colours and limits, in its light and its dark theme. */

interface Palette {
  text: string;
  subtle: string;
  accent: string;
  good: string;
  warning: string;
  attention: string;
  card: string;
  emphasis: string;
  line: string;
  tint: { good: string; warning: string; attention: string; accent: string };
}

const light: Palette = {
  text: "#242424",
  subtle: "#616161",
  accent: "#4f52b2",
  good: "#0b6a0b",
  warning: "#8a3707",
  attention: "#b10e1c",
  card: "#ffffff",
  emphasis: "#f5f5f5",
  line: "#e0e0e0",
  tint: { good: "#f1faf1", warning: "#fdf6f3", attention: "#fdf3f4", accent: "#f0f0fa" },
};

const dark: Palette = {
  text: "#ffffff",
  subtle: "#c2c2c2",
  accent: "#a9acf5",
  good: "#7ccf7c",
  warning: "#f4a582",
  attention: "#f1919b",
  card: "#292929",
  emphasis: "#383838",
  line: "#4d4d4d",
  tint: { good: "#16301a", warning: "#3b2417", attention: "#3b1a1f", accent: "#2b2c4a" },
};

function colours(palette: Palette) {
  const one = (strong: string) => ({ default: strong, subtle: strong });
  return {
    default: { default: palette.text, subtle: palette.subtle },
    dark: { default: palette.text, subtle: palette.subtle },
    light: { default: palette.text, subtle: palette.subtle },
    accent: one(palette.accent),
    good: one(palette.good),
    warning: one(palette.warning),
    attention: one(palette.attention),
  };
}

export function hostConfig(isDark: boolean): object {
  const palette = isDark ? dark : light;
  const box = (backgroundColor: string) => ({ backgroundColor, foregroundColors: colours(palette) });
  return {
    fontFamily: "inherit",
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    imageSizes: { small: 32, medium: 52, large: 100 },
    containerStyles: {
      default: box(palette.card),
      emphasis: box(palette.emphasis),
      good: box(palette.tint.good),
      warning: box(palette.tint.warning),
      attention: box(palette.tint.attention),
      accent: box(palette.tint.accent),
    },
    inputs: {
      label: {
        inputSpacing: "small",
        requiredInputs: { weight: "default", suffix: " *", suffixColor: "attention" },
        optionalInputs: { weight: "default" },
      },
      errorMessage: { color: "attention" },
    },
    actions: {
      maxActions: 6,
      spacing: "default",
      buttonSpacing: 8,
      actionsOrientation: "horizontal",
      actionAlignment: "left",
      showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    },
    adaptiveCard: { allowCustomStyle: true },
    factSet: {
      title: { weight: "bolder", wrap: true, maxWidth: 150 },
      value: { wrap: true },
      spacing: 12,
    },
    textStyles: { heading: { size: "large", weight: "bolder" }, columnHeader: { weight: "bolder" } },
    textBlock: { headingLevel: 3 },
  };
}
