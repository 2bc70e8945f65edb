/** What the sandbox tells over HTTP, and what one may ask it to do. Times are ISO strings in UTC. */

export interface Person {
  id: string;
  userPrincipalName: string;
  displayName: string;
  team: string;
  timeZone: string;
  role: "host" | "person";
  optedIn: boolean;
  jobTitle?: string;
  installed?: boolean;
  played?: boolean;
}

export interface Conversation {
  id: string;
  kind: "personal" | "channel" | "groupChat";
  name: string;
  members: string[];
}

export type Card = Record<string, unknown>;

export interface Attachment {
  contentType: string;
  content?: Card;
}

/** One line of a conversation; an update names the message that it replaces. */
export interface Line {
  at: string;
  from: string;
  id: string;
  type: string;
  text: string;
  attachments: Attachment[];
  replacesId?: string;
}

export interface Attendee {
  mail: string;
  name: string;
  response: string;
}

export interface CalendarEvent {
  iCalUId: string;
  subject: string;
  start: string;
  end: string;
  showAs: string;
  isCancelled: boolean;
  categories: string[];
  attendees: Attendee[];
  location: string;
  body: string;
}

export interface Calendar {
  events: CalendarEvent[];
  timeZone: string;
}

export interface Clock {
  now: string;
  version: number;
}

export interface Press {
  activityId: string;
  verb: string;
  data: unknown;
  inputs: Record<string, unknown>;
}

/** What one does to a meeting in Outlook; `by` are minutes, for another time proposed. */
export interface OutlookDeed {
  do: "accept" | "tentative" | "decline" | "propose";
  event: string;
  by?: number;
}

/** What waits for each colleague: how many messages her chat with Potluck holds. */
export type Counts = Record<string, number>;

export class SandboxAway extends Error {}

async function call<T>(path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/sandbox/${path}`, {
      ...(body === undefined
        ? {}
        : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new SandboxAway("The sandbox does not answer. Is potluck demo still running?");
  }
  if (!response.ok) throw new Error(await sentenceOf(response, path));
  return (await response.json()) as T;
}

async function sentenceOf(response: Response, path: string): Promise<string> {
  const said = (await response.json().catch(() => ({}))) as { error?: string };
  return said.error ?? `The sandbox answered ${response.status} to ${path}.`;
}

const part = encodeURIComponent;

export const sandbox = {
  people: () => call<Person[]>("people"),
  clock: () => call<Clock>("clock"),
  conversations: () => call<Conversation[]>("conversations"),
  counts: () => call<Counts>("viewer/counts"),
  messages: (conversation: string, person: string) =>
    call<Line[]>(`conversations/${part(conversation)}/messages?person=${part(person)}`),
  calendar: (upn: string) => call<Calendar>(`calendars/${part(upn)}`),
  press: (person: string, press: Press) => call<unknown>(`people/${part(person)}/press`, press),
  say: (person: string, text: string) => call<unknown>(`people/${part(person)}/say`, { text }),
  outlook: (person: string, deed: OutlookDeed) => call<unknown>(`people/${part(person)}/outlook`, deed),
  play: (person: string, played: boolean) => call<unknown>("cast/played", { person, played }),
  advance: (step: { hours: number } | { days: number }) => call<unknown>("advance", step),
};

/** The id under which a message is pressed and remembered, whichever version of it is shown. */
export function messageId(line: Line): string {
  return line.replacesId ?? line.id;
}

/** When a message was sent, however often it was changed since: Teams' ids are the milliseconds of that moment. */
export function sentAt(line: Line): Date {
  const stamp = Number(messageId(line));
  return line.replacesId && stamp > 0 ? new Date(stamp) : new Date(line.at);
}

/** The bot's short answer to a press, "" when it answered with a card (which then stands in the chat). */
export function toastOf(answer: unknown): string {
  if (typeof answer !== "object" || answer === null) return "";
  const found = answer as Record<string, unknown>;
  if (found.type === "application/vnd.microsoft.activity.message" && typeof found.value === "string") {
    return found.value;
  }
  if (found.type === "application/vnd.microsoft.error") return "Something went wrong here. Please try again.";
  return toastOf(found.body ?? found.answer);
}
