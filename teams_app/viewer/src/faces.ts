// Dark enough for white letters in both themes.
const tints = ["#8e4a2f", "#3f6b4f", "#4a5a9a", "#8a3f6d", "#2f6f7a", "#7a5a1f", "#6a4a8e", "#a03c46"];

/** "AL" for Ada Lovelace. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.charAt(0) ?? "")
    .join("")
    .toUpperCase();
}

/** The colour that goes with a name, always the same one. */
export function tintOf(name: string): string {
  const sum = Array.from(name).reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return tints[sum % tints.length] ?? "#8e4a2f";
}
