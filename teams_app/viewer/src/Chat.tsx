import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { Avatar } from "./Avatar";
import type { Pressed } from "./CardView";
import { Message } from "./Message";
import { type Line, type Person, messageId, sandbox, sentAt, toastOf } from "./sandbox";
import { longDay, shortDay } from "./time";

const everyone = ["help", "lunch", "tables", "preferences", "stories", "boost"];
const forHosts = ["help", "programs", "mirror", "preferences", "who can I ask", "stories", "story"];

interface Props {
  person: Person;
  lines: Line[] | undefined;
  newsOf: (line: Line) => "new" | "changed" | "";
  isPlayed: boolean;
  isPassing: boolean;
  onPlay: (played: boolean) => Promise<void>;
  onActed: () => Promise<void>;
  onFault: (text: string) => void;
}

/** The chosen colleague's chat with Potluck, and the means to act as her. */
export function Chat({ person, lines, newsOf, isPlayed, isPassing, onPlay, onActed, onFault }: Props) {
  const [busy, setBusy] = useState("");
  const [toast, setToast] = useState("");
  const [words, setWords] = useState("");
  const first = person.displayName.split(" ")[0] ?? person.displayName;
  const end = useNewestInSight(lines, isPassing);

  /** Whoever acts plays her from then on: first she stops acting by herself. */
  const act = async (what: string, doing: () => Promise<unknown>) => {
    setBusy(what);
    setToast("");
    try {
      if (!isPlayed) await onPlay(true);
      setToast(toastOf(await doing()));
      await onActed();
    } catch (error) {
      onFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy("");
    }
  };
  const press = (line: Line, pressed: Pressed) =>
    act(messageId(line), () => sandbox.press(person.id, { activityId: messageId(line), ...pressed }));
  const say = async (text: string) => {
    setWords("");
    await act("say", () => sandbox.say(person.id, text));
  };
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (words.trim()) void say(words.trim());
  };

  return (
    <section className="chat" aria-label={`${person.displayName}’s chat with Potluck`}>
      <div className="chat-top">
        <Avatar name={person.displayName} size={40} />
        <div className="who">
          <h2>{person.displayName}</h2>
          <p>
            {[person.jobTitle, person.team].filter(Boolean).join(" · ")}
            {person.role === "host" && <span className="tag host">Host</span>}
          </p>
        </div>
        <a
          className="own-tab"
          href={`/sandbox/people/${person.id}/tab`}
          target="_blank"
          rel="noopener"
          aria-label={`Tab of ${first}, in a new window`}
        >
          Tab
        </a>
        <button
          type="button"
          className="switch"
          role="switch"
          aria-checked={isPlayed}
          onClick={() => void onPlay(!isPlayed)}
          title={isPlayed ? `${first} does only what you do` : `${first} acts alone until you press or type something`}
        >
          <span className="track" aria-hidden="true" />
          Play as {first}
        </button>
      </div>

      <div className="scroll" tabIndex={0} role="region" aria-label="Messages">
        {lines?.length === 0 && (
          <p className="empty">Potluck has not written to {first} yet. Let some time pass, or say “help”.</p>
        )}
        <ol className="messages">
          {lines?.map((line, index) => (
            <DayAndMessage key={messageId(line)} line={line} before={lines[index - 1]} zone={person.timeZone}>
              <Message
                line={line}
                author={line.from === person.id ? person.displayName : "Potluck"}
                isPotluck={line.from !== person.id}
                news={newsOf(line)}
                isBusy={busy === messageId(line)}
                zone={person.timeZone}
                onPress={(pressed) => void press(line, pressed)}
              />
            </DayAndMessage>
          ))}
          <li ref={end} aria-hidden="true" />
        </ol>
      </div>

      <div className="below">
        <p role="status" className={toast ? "toast" : "toast gone"}>
          {toast}
        </p>
        <div className="chips" role="group" aria-label="Suggestions">
          {(person.role === "host" ? forHosts : everyone).map((command) => (
            <button key={command} type="button" disabled={busy !== ""} onClick={() => void say(command)}>
              {command}
            </button>
          ))}
        </div>
        <form className="composer" onSubmit={send}>
          <label className="unseen" htmlFor="words">
            Say something to Potluck as {first}
          </label>
          <input
            id="words"
            autoComplete="off"
            placeholder={`Say something to Potluck as ${first}`}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
            }}
          />
          <button type="submit" className="primary" disabled={busy !== "" || !words.trim()}>
            Send
          </button>
        </form>
      </div>
    </section>
  );
}

interface DayProps {
  line: Line;
  before: Line | undefined;
  zone: string;
  children: React.ReactNode;
}

function DayAndMessage({ line, before, zone, children }: DayProps) {
  const at = sentAt(line);
  const isNewDay = !before || shortDay(sentAt(before), zone) !== shortDay(at, zone);
  return (
    <>
      {isNewDay && <li className="day">{longDay(at, zone)}</li>}
      {children}
    </>
  );
}

/** Brings what arrives into sight: for another colleague at once the first new message (or the end), later gently. */
function useNewestInSight(lines: Line[] | undefined, isPassing: boolean) {
  const end = useRef<HTMLLIElement>(null);
  const shown = useRef<Set<string>>(undefined);
  useEffect(() => {
    // While time passes the chat stays where it is: then there is a first new message to begin with.
    if (!lines || isPassing) return;
    const before = shown.current;
    shown.current = new Set(lines.map(messageId));
    const list = end.current?.parentElement;
    const arrived = before && lines.find((line) => !before.has(messageId(line)));
    if (!list || (before && !arrived)) return;
    const first = arrived ? `[data-message="${CSS.escape(messageId(arrived))}"]` : ".message.fresh";
    const isCalm = !before || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const target = list.querySelector(first) ?? end.current;
    const scroll = list.parentElement;
    if (!scroll || !target) return;
    // Only the chat moves, never the page around it; the day above the message stays in sight.
    const top = target.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop - 48;
    scroll.scrollTo({ top, behavior: isCalm ? "instant" : "smooth" });
  }, [lines, isPassing]);
  return end;
}
