/** Moments as a colleague reads them on her own wall. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    formats.set(key, found);
  }
  return found;
}

export const clockTime = (at: Date, zone: string) => format(zone, { hour: "2-digit", minute: "2-digit" }).format(at);

export const longDay = (at: Date, zone: string) =>
  format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);

export const shortDay = (at: Date, zone: string) =>
  format(zone, { weekday: "short", day: "numeric", month: "short" }).format(at);

/** "Berlin" for "Europe/Berlin". */
export const placeOf = (zone: string) => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;

/** A day as a number (days since 1970) and minutes after its midnight, on the wall of `zone`. */
export function onWall(at: Date, zone: string): { day: number; minute: number } {
  const parts = format(zone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const day = Date.UTC(number("year"), number("month") - 1, number("day")) / 86_400_000;
  return { day, minute: number("hour") * 60 + number("minute") };
}

/** The Monday of the week of `day`. */
export const mondayOf = (day: number) => day - ((day + 3) % 7);

/** The working week to look at: this one, or on a weekend the next. */
export const workingWeekOf = (day: number) => ((day + 3) % 7 >= 5 ? mondayOf(day) + 7 : mondayOf(day));

const dateOf = (day: number) => new Date(day * 86_400_000);

export const dayName = (day: number) => format("UTC", { weekday: "short" }).format(dateOf(day));
export const dayNumber = (day: number) => format("UTC", { day: "numeric" }).format(dateOf(day));
export const weekName = (monday: number) => {
  const from = format("UTC", { day: "numeric", month: "short" }).format(dateOf(monday));
  const to = format("UTC", { day: "numeric", month: "short", year: "numeric" }).format(dateOf(monday + 4));
  return `${from} – ${to}`;
};
