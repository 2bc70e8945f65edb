// Dark enough for white letters in both themes.
const colours = ["#8e4a2f", "#3f6b4f", "#4a5a9a", "#8a3f6d", "#2f6f7a", "#7a5a1f", "#6a4a8e", "#a03c46"];

/** A round picture with initials; decoration beside the name, so nothing is read aloud. */
export function Avatar({ name, size = 32 }: { name: string; size?: number }) {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.charAt(0) ?? "").join("");
  const sum = Array.from(name).reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.4, background: colours[sum % colours.length] }}
    >
      {initials.toUpperCase()}
    </span>
  );
}

/** Potluck's own face: the bowl on the table. */
export function Bowl({ size = 32 }: { size?: number }) {
  return <img className="bowl" src="/potluck.svg" width={size} height={size} alt="" />;
}
