import { Action, AdaptiveCard, ExecuteAction, HostConfig, OpenUrlAction, SubmitAction } from "adaptivecards";
import MarkdownIt from "markdown-it";
import { useEffect, useRef } from "react";
import { hostConfig } from "./hostConfig";
import { useDark } from "./live";
import { withFaces } from "./persona";
import type { Card } from "./sandbox";

export interface Pressed {
  verb: string;
  data: unknown;
  inputs: Record<string, unknown>;
}

// What Teams knows in a TextBlock: bold, italic, links, lists. Never HTML.
const markdown = new MarkdownIt("zero", { breaks: true }).enable([
  "escape",
  "entity",
  "emphasis",
  "link",
  "list",
  "newline",
]);

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text.replace(/<at>(.*?)<\/at>/g, "**$1**"));
  result.didProcess = true;
};

/** One Adaptive Card, drawn by Microsoft's own renderer. It is drawn anew only when the card itself changes. */
export function CardView({
  card,
  isBusy,
  onPress,
}: {
  card: Card;
  isBusy: boolean;
  onPress: (pressed: Pressed) => void;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const press = useRef(onPress);
  useEffect(() => {
    press.current = onPress;
  });
  const isDark = useDark();
  const text = JSON.stringify(card);
  useEffect(() => {
    const drawn = draw(withFaces(text), isDark, (pressed) => {
      press.current(pressed);
    });
    holder.current?.replaceChildren(drawn);
  }, [text, isDark]);
  return <div className="card" ref={holder} aria-busy={isBusy} inert={isBusy} />;
}

function draw(card: Card, isDark: boolean, press: (pressed: Pressed) => void): Node {
  const adaptive = new AdaptiveCard();
  adaptive.hostConfig = new HostConfig(hostConfig(isDark));
  adaptive.onExecuteAction = (action) => {
    act(adaptive, action, press);
  };
  adaptive.parse(card);
  const drawn = adaptive.render();
  if (!drawn)
    return document.createTextNode(typeof card.fallbackText === "string" ? card.fallbackText : "(an empty card)");
  // The card is part of the page's list of messages; its own tab stop and group role would only be in the way.
  drawn.removeAttribute("tabindex");
  return drawn;
}

function act(card: AdaptiveCard, action: Action, press: (pressed: Pressed) => void): void {
  if (action instanceof OpenUrlAction) {
    if (action.url && /^https?:/i.test(action.url)) window.open(action.url, "_blank", "noopener,noreferrer");
    return;
  }
  if (!(action instanceof ExecuteAction) && !(action instanceof SubmitAction)) return;
  const sent = action.toJSON() as { verb?: string; data?: unknown };
  const takesInputs = action.associatedInputs !== "none";
  const inputs = takesInputs ? card.getAllInputs().filter((input) => input.id !== undefined) : [];
  press({
    verb: sent.verb ?? "",
    data: sent.data ?? {},
    inputs: Object.fromEntries(inputs.map((input) => [input.id ?? "", input.value as unknown])),
  });
}
