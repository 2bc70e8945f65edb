import { getToken } from "./teams";

/** What anybody is shown of somebody else. `mayBeAsked` is for hosts: "yes" or "not yet". */
export interface Seen {
  id: string;
  name: string;
  team: string;
  jobTitle: string;
  site: string;
  mayBeAsked: "" | "yes" | "not yet";
}

export interface Lunch {
  id: string;
  form: string;
  state: string;
  startsAt: string | null;
  minutes: number;
  place: string;
  isOnline: boolean;
  answer: "" | "yes";
  company: Seen[];
}

export interface Fields {
  celebrate: string;
  thanks: string;
  never_ask: string;
  hours: string;
  paused: string;
}

export interface OwnPage {
  me: Seen;
  firstName: string;
  roles: string[];
  takesPart: "yes" | "no" | "not asked yet";
  zone: string;
  lunches: Lunch[];
  waiting: { id: string; what: string; since: string | null }[];
  wishes: {
    holds: Record<string, string>;
    fields: Fields;
    choices: { celebrate: Record<string, string>; thanks: Record<string, string> };
    hoursOtherwise: string;
  };
}

export interface Got {
  id: string;
  at: string;
  what: string;
  onBehalfOf: string;
  why: string[];
  ends: string;
}

export interface InTrial {
  at: string | null;
  to: Seen | null;
  what: string;
  by: Seen | null;
  why: string;
}

export interface SeenByOthers {
  colleagues: Seen;
  hosts: { host: Seen; sees: Seen }[];
  administrators: Seen;
  trial: InTrial[];
  also: Record<"colleague" | "host" | "administrator", string[]>;
}

export interface Line {
  team: string;
  ate: string | null;
  listened: string | null;
  celebrated: string | null;
  thanked: string | null;
  passedOn: string | null;
}

export interface Mirror {
  teams: Line[];
  balance: string;
  steps: string[];
}

export interface Askable {
  storyId: string;
  title: string;
  people: Seen[];
  others: string;
  steps: string[];
}

export interface Status {
  people: number | null;
  takePart: number | null;
  lunchesAhead: number | null;
  lunchesHeldLately: number | null;
  messagesLately: number | null;
  inTrial: boolean;
  stuck: Record<string, number>;
}

/** What went wrong, in words for a person, and whether trying again may help. */
export class Trouble extends Error {
  constructor(
    readonly title: string,
    message: string,
    readonly mayPass: boolean,
  ) {
    super(message);
  }
}

const outside = () =>
  new Trouble(
    "Open Potluck in Teams",
    "This page shows what is yours, and only Teams, Outlook or Microsoft 365 can tell it who you are.",
    false,
  );

/** Ask our own server, as whoever is signed in. Throws `Trouble`. */
export async function ask<T>(path: string, wishes?: Record<string, string>): Promise<T> {
  const answer = await send(path, wishes);
  return (await answer.json()) as T;
}

/** The same for a file, as text. */
export async function askForText(path: string): Promise<string> {
  const answer = await send(path);
  return await answer.text();
}

async function send(path: string, wishes?: Record<string, string>): Promise<Response> {
  const headers = { Authorization: `Bearer ${await signIn()}` };
  const request = wishes ? { method: "POST", headers, body: JSON.stringify(wishes) } : { headers };
  let answer: Response;
  try {
    answer = await fetch(path, request);
  } catch {
    throw new Trouble("You are offline", "Potluck can't be reached. See that you are connected, then try again.", true);
  }
  if (!answer.ok) throw await explained(answer);
  return answer;
}

async function signIn(): Promise<string> {
  let token: string | undefined;
  try {
    token = await getToken();
  } catch (error) {
    console.warn("No token.", error);
    throw new Trouble(
      "Signing in didn't work",
      "Teams gave Potluck no proof of who you are. Try again; if it stays so, your administrator has to consent to Potluck.",
      true,
    );
  }
  if (!token) throw outside();
  return token;
}

async function explained(answer: Response): Promise<Trouble> {
  const sentence = await sentenceIn(answer);
  switch (answer.status) {
    case 400:
      return new Trouble("Nothing was changed", sentence, false);
    case 401:
      return new Trouble("Please sign in again", "Your sign-in has ended. Try again to sign in anew.", true);
    case 403:
      return new Trouble("This isn't open to you", sentence, false);
    case 404:
      return new Trouble("Not here", sentence, false);
    default:
      return new Trouble("Potluck is away", `${sentence} Try again in a minute.`.trim(), true);
  }
}

async function sentenceIn(answer: Response): Promise<string> {
  try {
    const said = (await answer.json()) as { error?: { message?: string } };
    return said.error?.message ?? "";
  } catch {
    return "";
  }
}
