import { Avatar } from "./Avatar";
import { Html } from "./Html";
import type { CalendarEvent, OutlookDeed } from "./sandbox";
import { clockTime, shortDay } from "./time";

const replies: Record<string, { mark: string; word: string; kind: string }> = {
  accepted: { mark: "✓", word: "coming", kind: "yes" },
  organizer: { mark: "✓", word: "coming", kind: "yes" },
  declined: { mark: "✕", word: "can’t come", kind: "no" },
  tentative: { mark: "?", word: "perhaps", kind: "open" },
  tentativelyAccepted: { mark: "?", word: "perhaps", kind: "open" },
};
const answers: { deed: Omit<OutlookDeed, "event">; word: string; is?: string[] }[] = [
  { deed: { do: "accept" }, word: "Accept", is: ["accepted"] },
  { deed: { do: "tentative" }, word: "Perhaps", is: ["tentative", "tentativelyAccepted"] },
  { deed: { do: "decline" }, word: "Decline", is: ["declined"] },
  { deed: { do: "propose", by: 30 }, word: "Propose half an hour later" },
];
const silent = { mark: "…", word: "no reply yet", kind: "open" };

interface Props {
  event: CalendarEvent;
  zone: string;
  isNew: boolean;
  /** Her own mail, for her own answer. */
  mail: string;
  /** Answers in Outlook; left out where there is nothing to answer any more. */
  onAnswer?: ((deed: OutlookDeed) => void) | undefined;
}

/** One lunch as the invitation tells it: when, where, who comes, her own answer, and its words. */
export function Lunch({ event, zone, isNew, mail, onAnswer }: Props) {
  const start = new Date(event.start);
  const end = new Date(event.end);
  const mine = event.attendees.find((guest) => guest.mail.toLowerCase() === mail.toLowerCase())?.response ?? "";
  return (
    <article className={`lunch ${isNew ? "fresh" : ""} ${event.isCancelled ? "off" : ""}`}>
      <h3>
        {event.subject} {isNew && <span className="tag new">New</span>}
        {event.isCancelled && <span className="tag off">Called off</span>}
      </h3>
      <p className="lunch-when">
        {shortDay(start, zone)}, {clockTime(start, zone)}–{clockTime(end, zone)}
        {event.location && <> · {event.location}</>}
      </p>
      <ul className="guests">
        {event.attendees.map((guest) => {
          const reply = replies[guest.response] ?? silent;
          return (
            <li key={guest.mail}>
              <Avatar name={guest.name} size={24} /> {guest.name}
              <span className={`reply ${reply.kind}`}>
                <span aria-hidden="true">{reply.mark}</span> {reply.word}
              </span>
            </li>
          );
        })}
      </ul>
      {onAnswer && (
        <div className="answers" role="group" aria-label={`Answer “${event.subject}” in Outlook`}>
          {answers.map(({ deed, word, is }) => (
            <button
              key={word}
              type="button"
              aria-pressed={is ? is.includes(mine) : undefined}
              onClick={() => {
                onAnswer({ ...deed, event: event.iCalUId });
              }}
            >
              {word}
            </button>
          ))}
        </div>
      )}
      {event.body && (
        <details>
          <summary>Read the invitation</summary>
          <Html text={event.body} />
        </details>
      )}
    </article>
  );
}
