import { Avatar, Bowl } from "./Avatar";
import { CardView, type Pressed } from "./CardView";
import { type Line, messageId } from "./sandbox";
import { clockTime } from "./time";

interface Props {
  line: Line;
  author: string;
  isPotluck: boolean;
  isNew: boolean;
  isBusy: boolean;
  zone: string;
  onPress: (pressed: Pressed) => void;
}

/** One message: Potluck's card or text on the left, what the colleague typed on the right. */
export function Message({ line, author, isPotluck, isNew, isBusy, zone, onPress }: Props) {
  const cards = line.attachments.flatMap((attachment) => (attachment.content ? [attachment.content] : []));
  return (
    <li className={`message ${isPotluck ? "theirs" : "own"} ${isNew ? "fresh" : ""}`} data-message={messageId(line)}>
      {isPotluck && <Bowl size={32} />}
      <div className="bubble">
        <p className="byline">
          <strong>{author}</strong> <time dateTime={line.at}>{clockTime(new Date(line.at), zone)}</time>
          {isNew && <span className="tag new">New</span>}
        </p>
        {cards.length === 0 && line.text && <p className="said">{line.text}</p>}
        {cards.map((card, index) => (
          <CardView key={index} card={card} isBusy={isBusy} onPress={onPress} />
        ))}
      </div>
      {!isPotluck && <Avatar name={author} />}
    </li>
  );
}
