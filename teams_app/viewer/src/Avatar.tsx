import { initialsOf, tintOf } from "./faces";

/** A round picture with initials; decoration beside the name, so nothing is read aloud. */
export function Avatar({ name, size = 32 }: { name: string; size?: number }) {
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.4, background: tintOf(name) }}
    >
      {initialsOf(name)}
    </span>
  );
}

/** Potluck's own face: the pot on the table. */
export function Bowl({ size = 32 }: { size?: number }) {
  return <img className="bowl" src="/potluck.svg" width={size} height={size} alt="" />;
}
