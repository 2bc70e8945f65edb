import type { Pressed } from "./CardView";
import { Message } from "./Message";
import { type Line, messageId } from "./sandbox";
import { shortDay } from "./time";

interface Props {
  name: string;
  lines: Line[] | undefined;
  zone: string;
  nameOf: (id: string) => string;
  isNew: (line: Line) => boolean;
  onPress: (line: Line, pressed: Pressed) => void;
}

/** The company's channel: what everybody may see. */
export function Channel({ name, lines, zone, nameOf, isNew, onPress }: Props) {
  return (
    <div className="channel">
      <h2># {name}</h2>
      {!lines?.length && (
        <p className="empty">No good news yet. It comes when a colleague says yes to being celebrated.</p>
      )}
      <ol className="messages">
        {lines?.toReversed().map((line) => (
          <li key={messageId(line)} className="post">
            <p className="day">{shortDay(new Date(line.at), zone)}</p>
            <ol className="messages">
              <Message
                line={line}
                author={nameOf(line.from)}
                isPotluck={nameOf(line.from) === "Potluck"}
                isNew={isNew(line)}
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
