import { useState } from "react";
import { type Calendar, type CalendarEvent, type Clock, type Counts, type Line, sentAt } from "./sandbox";

export interface News {
  newsOf: (line: Line) => "new" | "changed" | "";
  isNewEvent: (event: CalendarEvent) => boolean;
  /** How many messages each colleague has got that nobody has looked at here. */
  counts: Counts;
  /** Time is about to pass: what is there now is old, what comes is new. */
  settle: () => void;
  /** The reader turns away from this colleague's chat: she has seen all of it. */
  leave: (person: string) => void;
}

/** What came since time was last moved (or since the page was opened). */
export function useNews(
  clock: Clock | undefined,
  counts: Counts | undefined,
  chosen: string,
  calendar: Calendar | undefined,
  owner: string,
): News {
  const [since, setSince] = useState<string>();
  const [before, setBefore] = useState<Counts>();
  const [known, setKnown] = useState<Record<string, string[]>>({});
  // The first answers are the ground that news is measured against.
  if (since === undefined && clock) setSince(clock.now);
  if (before === undefined && counts) setBefore(counts);
  const ids = calendar?.events.map((event) => event.iCalUId);
  if (ids && !known[owner]) setKnown({ ...known, [owner]: ids });

  const fresh: Counts = {};
  for (const [person, count] of Object.entries(counts ?? {})) {
    if (before && person !== chosen) fresh[person] = Math.max(0, count - (before[person] ?? 0));
  }
  return {
    newsOf: (line) => {
      if (since === undefined || Date.parse(line.at) <= Date.parse(since)) return "";
      return sentAt(line).getTime() > Date.parse(since) ? "new" : "changed";
    },
    isNewEvent: (event) => known[owner] !== undefined && !known[owner].includes(event.iCalUId),
    counts: fresh,
    settle: () => {
      if (clock) setSince(clock.now);
      if (ids) setKnown({ [owner]: ids });
    },
    leave: (person) => {
      if (counts) setBefore((then) => ({ ...then, [person]: counts[person] ?? 0 }));
    },
  };
}
