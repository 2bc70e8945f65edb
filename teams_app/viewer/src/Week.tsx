import { useState } from "react";
import { Lunch } from "./Lunch";
import type { Calendar, CalendarEvent, OutlookDeed, Person } from "./sandbox";
import { clockTime, dayName, dayNumber, mondayOf, onWall, weekName, workingWeekOf } from "./time";

const firstHour = 7;
const lastHour = 19;
const span = (lastHour - firstHour) * 60;

export const isLunch = (event: CalendarEvent) => event.categories.includes("Potluck");

interface Props {
  person: Person;
  calendar: Calendar | undefined;
  now: Date;
  isNew: (event: CalendarEvent) => boolean;
  onAnswer: (deed: OutlookDeed) => void;
}

/** The chosen colleague's working week, with her lunches told in full below. */
export function Week({ person, calendar, now, isNew, onAnswer }: Props) {
  const [moved, setMoved] = useState(0);
  const zone = person.timeZone;
  const today = onWall(now, zone);
  const monday = workingWeekOf(today.day) + moved * 7;
  const events = (calendar?.events ?? []).filter((event) => !event.isCancelled || isLunch(event));
  const dayOf = (event: CalendarEvent) => onWall(new Date(event.start), zone).day;
  const lunches = events.filter(isLunch).sort((a, b) => a.start.localeCompare(b.start));
  const here = lunches.filter((event) => mondayOf(dayOf(event)) === monday);
  const next = lunches.find((event) => dayOf(event) >= today.day && !event.isCancelled && !here.includes(event));

  return (
    <div className="week">
      <div className="week-top">
        <button
          type="button"
          aria-label="The week before"
          onClick={() => {
            setMoved(moved - 1);
          }}
        >
          ‹
        </button>
        <h2 aria-live="polite">{weekName(monday)}</h2>
        <button
          type="button"
          aria-label="The week after"
          onClick={() => {
            setMoved(moved + 1);
          }}
        >
          ›
        </button>
        {moved !== 0 && (
          <button
            type="button"
            onClick={() => {
              setMoved(0);
            }}
          >
            This week
          </button>
        )}
      </div>
      <div className="grid" role="group" aria-label={`${person.displayName}’s week`}>
        <div className="hours" aria-hidden="true">
          {Array.from({ length: lastHour - firstHour }, (_, index) => (
            <span key={index} style={{ top: `${(index * 60 * 100) / span}%` }}>
              {firstHour + index}
            </span>
          ))}
        </div>
        {[0, 1, 2, 3, 4].map((offset) => {
          const day = monday + offset;
          return (
            <section
              key={day}
              className={day === today.day ? "grid-day today" : "grid-day"}
              aria-label={`${dayName(day)} ${dayNumber(day)}`}
            >
              <h3>
                {dayName(day)} <span>{dayNumber(day)}</span>
              </h3>
              <ol>
                {events
                  .filter((event) => covers(event, day, zone) && !event.isCancelled)
                  .map((event) => (
                    <Block key={event.iCalUId} event={event} day={day} zone={zone} isNew={isNew(event)} />
                  ))}
                {day === today.day && today.minute > firstHour * 60 && today.minute < lastHour * 60 && (
                  <li className="now" aria-label="Now" style={{ top: share(today.minute) }} />
                )}
              </ol>
            </section>
          );
        })}
      </div>
      <div className="lunches">
        {here.length === 0 && <p className="empty">No lunch with Potluck in this week.</p>}
        {here.map((event) => (
          <Lunch
            key={event.iCalUId}
            event={event}
            zone={zone}
            isNew={isNew(event)}
            mail={person.userPrincipalName}
            onAnswer={!event.isCancelled && new Date(event.start) > now ? onAnswer : undefined}
          />
        ))}
        {next && (
          <button
            type="button"
            className="link"
            onClick={() => {
              setMoved((mondayOf(dayOf(next)) - workingWeekOf(today.day)) / 7);
            }}
          >
            Next: {next.subject}, {dayName(dayOf(next))} {dayNumber(dayOf(next))} ›
          </button>
        )}
      </div>
    </div>
  );
}

const share = (minute: number) => `${(Math.min(Math.max(minute - firstHour * 60, 0), span) * 100) / span}%`;

function covers(event: CalendarEvent, day: number, zone: string): boolean {
  const start = onWall(new Date(event.start), zone);
  const end = onWall(new Date(event.end), zone);
  return start.day <= day && (day < end.day || (day === end.day && end.minute > firstHour * 60));
}

interface BlockProps {
  event: CalendarEvent;
  day: number;
  zone: string;
  isNew: boolean;
}

function Block({ event, day, zone, isNew }: BlockProps) {
  const start = onWall(new Date(event.start), zone);
  const end = onWall(new Date(event.end), zone);
  const from = start.day < day ? 0 : start.minute;
  const until = end.day > day ? 24 * 60 : end.minute;
  const isAway = event.showAs === "oof";
  const kind = isLunch(event) ? "ours" : isAway ? "away" : event.showAs === "tentative" ? "maybe" : "own";
  const when = `${clockTime(new Date(event.start), zone)}–${clockTime(new Date(event.end), zone)}`;
  const name = isAway ? event.subject || "Out of office" : event.subject || "Busy";
  return (
    <li
      className={`block ${kind} ${isNew ? "fresh" : ""}`}
      style={{ top: share(from), bottom: `calc(100% - ${share(until)})` }}
      title={`${name}, ${when}`}
    >
      <span>{name}</span>
      <span className="unseen">, {when}</span>
    </li>
  );
}
