import { Avatar, Bowl } from "./Avatar";
import { CardView, type Pressed } from "./CardView";
import { type Line, messageId, sentAt } from "./sandbox";
import { clockTime } from "./time";

interface Props {
  line: Line;
  author: string;
  isPotluck: boolean;
  news: "new" | "changed" | "";
  isBusy: boolean;
  zone: string;
  onPress: (pressed: Pressed) => void;
}

/** One message: Potluck's card or text on the left, what the colleague typed on the right. */
export function Message({ line, author, isPotluck, news, isBusy, zone, onPress }: Props) {
  const at = sentAt(line);
  const cards = line.attachments.flatMap((attachment) => (attachment.content ? [attachment.content] : []));
  return (
    <li className={`message ${isPotluck ? "theirs" : "own"} ${news ? "fresh" : ""}`} data-message={messageId(line)}>
      {isPotluck && <Bowl size={32} />}
      <div className="bubble">
        <p className="byline">
          <strong>{author}</strong> <time dateTime={at.toISOString()}>{clockTime(at, zone)}</time>
          {news && <span className="tag new">{news === "new" ? "New" : "Changed"}</span>}
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
