import { Avatar } from "./Avatar";
import { Html } from "./Html";
import type { CalendarEvent } from "./sandbox";
import { clockTime, shortDay } from "./time";

const replies: Record<string, { mark: string; word: string; kind: string }> = {
  accepted: { mark: "✓", word: "coming", kind: "yes" },
  organizer: { mark: "✓", word: "coming", kind: "yes" },
  declined: { mark: "✕", word: "can’t come", kind: "no" },
  tentative: { mark: "?", word: "perhaps", kind: "open" },
  tentativelyAccepted: { mark: "?", word: "perhaps", kind: "open" },
};
const silent = { mark: "…", word: "no reply yet", kind: "open" };

/** One lunch as the invitation tells it: when, where, who comes, and its words. */
export function Lunch({ event, zone, isNew }: { event: CalendarEvent; zone: string; isNew: boolean }) {
  const start = new Date(event.start);
  const end = new Date(event.end);
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
      {event.body && (
        <details>
          <summary>Read the invitation</summary>
          <Html text={event.body} />
        </details>
      )}
    </article>
  );
}
