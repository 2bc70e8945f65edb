const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** “Thursday 5 March, 12:15”, by the reader's own clock. */
export function moment(at: string): string {
  const when = new Date(at);
  return `${day.format(when)}, ${clock.format(when)}`;
}

/** “5 March 2026”. */
export function date(at: string): string {
  return dayAndYear.format(new Date(at));
}

/** “Ada, Bo and Cy”. */
export function listed(names: string[]): string {
  return new Intl.ListFormat("en-GB").format(names);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
