import { CardElement, CardObjectRegistry, GlobalRegistry, type SerializationContext, Versions } from "adaptivecards";
import { initialsOf, tintOf } from "./faces";
import type { Card } from "./sandbox";

const ours = "Sandbox.Persona";

/** A colleague in a card. Teams draws her photo and profile card itself; the sandbox has initials. */
class Persona extends CardElement {
  private name = "";
  private detail = "";

  getJsonTypeName(): string {
    return ours;
  }

  protected override internalParse(source: Record<string, unknown>, context: SerializationContext): void {
    super.internalParse(source, context);
    this.name = String(source.displayName);
    this.detail = String(source.detail);
  }

  protected override internalRender(): HTMLElement {
    const face = element("span", "avatar", initialsOf(this.name));
    face.setAttribute("aria-hidden", "true");
    face.style.background = tintOf(this.name);
    const words = element("span", "persona-words", "");
    words.append(element("strong", "", this.name), element("span", "", this.detail));
    const persona = element("div", "persona", "");
    persona.append(face, words);
    return persona;
  }
}

if (GlobalRegistry.elements instanceof CardObjectRegistry)
  GlobalRegistry.elements.register(ours, Persona, Versions.v1_0);

/** The card of this JSON text, with the people that Teams would draw replaced by ours. Other components use their fallback. */
export function withFaces(text: string): Card {
  return JSON.parse(text, (_, value: unknown) => (isPersona(value) ? faceOf(value) : value)) as Card;
}

interface UserComponent {
  properties: { displayName: string };
  fallback?: { text?: string };
}

function isPersona(value: unknown): value is UserComponent {
  if (typeof value !== "object" || value === null) return false;
  const found = value as Record<string, unknown>;
  return found.type === "Component" && found.name === "graph.microsoft.com/user";
}

function faceOf({ properties, fallback }: UserComponent): Card {
  const detail = fallback?.text?.split(" · ").slice(1).join(" · ").replaceAll("\\", "") ?? "";
  return { type: ours, displayName: properties.displayName, detail };
}

function element(name: string, className: string, text: string): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
