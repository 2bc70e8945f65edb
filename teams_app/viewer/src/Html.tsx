import type { ReactNode } from "react";
import { createElement } from "react";

const allowed = new Set(["P", "BR", "B", "STRONG", "I", "EM", "UL", "OL", "LI", "DIV", "SPAN", "H1", "H2", "H3"]);
const dropped = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "IFRAME", "OBJECT", "TEMPLATE"]);

/** The body of an invitation: a few harmless elements of its HTML without their attributes, and links. */
export function Html({ text }: { text: string }) {
  const body = new DOMParser().parseFromString(text, "text/html").body;
  return <div className="html">{children(body)}</div>;
}

function children(node: Node): ReactNode[] {
  return Array.from(node.childNodes, (child, index) => shown(child, index));
}

function shown(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element) || dropped.has(node.tagName)) return null;
  const href = node.tagName === "A" ? node.getAttribute("href") : null;
  if (href && /^https?:/i.test(href)) {
    return (
      <a key={key} href={href} target="_blank" rel="noopener noreferrer">
        {children(node)}
      </a>
    );
  }
  if (node.tagName === "BR") return <br key={key} />;
  // Headings of a mail are no headings of this page.
  const name = /^H\d$/.test(node.tagName) ? "p" : allowed.has(node.tagName) ? node.tagName.toLowerCase() : "span";
  return createElement(name, { key }, ...children(node));
}
