import type { Pressed } from "./CardView";
import { Message } from "./Message";
import { type Conversation, type Line, messageId, sentAt } from "./sandbox";
import { shortDay } from "./time";

interface Props {
  rooms: Conversation[];
  room: Conversation | undefined;
  onChoose: (id: string) => void;
  lines: Line[] | undefined;
  zone: string;
  nameOf: (id: string) => string;
  newsOf: (line: Line) => "new" | "changed" | "";
  onPress: (line: Line, pressed: Pressed) => void;
}

/** The company's channel: what everybody may see. */
export function Channel({ rooms, room, onChoose, lines, zone, nameOf, newsOf, onPress }: Props) {
  return (
    <div className="channel">
      <h2 className="unseen">{room?.name ?? "No channel"}</h2>
      <div className="rooms" role="group" aria-label="Channels">
        {rooms.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-pressed={one === room}
            onClick={() => {
              onChoose(one.id);
            }}
          >
            # {one.name}
          </button>
        ))}
      </div>
      {lines?.length === 0 && (
        <p className="empty">No good news yet. It comes when a colleague says yes to being celebrated.</p>
      )}
      <ol className="messages">
        {lines?.toReversed().map((line) => (
          <li key={messageId(line)} className="post">
            <p className="day">{shortDay(sentAt(line), zone)}</p>
            <ol className="messages">
              <Message
                line={line}
                author={nameOf(line.from)}
                isPotluck={nameOf(line.from) === "Potluck"}
                news={newsOf(line)}
                isBusy={false}
                zone={zone}
                onPress={(pressed) => {
                  onPress(line, pressed);
                }}
              />
            </ol>
          </li>
        ))}
      </ol>
    </div>
  );
}
