import { Button, MessageBar, MessageBarBody, MessageBarTitle, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { Trouble } from "./api";
import type { Asked } from "./asked";

/** What our server answered; until then that it is asked, and in its place what went wrong. */
export function Answer<T>({ asked, children }: { asked: Asked<T>; children: (value: T) => ReactNode }) {
  if (asked.trouble) return <Wrong trouble={asked.trouble} again={asked.again} />;
  if (asked.value === undefined)
    return <Spinner label="One moment" labelPosition="after" style={{ justifySelf: "start" }} />;
  return children(asked.value);
}

/** Trouble in words, and what can be done about it. */
export function Wrong({ trouble, again }: { trouble: Trouble; again?: () => void }) {
  return (
    <div role="alert" style={{ display: "grid", gap: "12px", justifyItems: "start" }}>
      <MessageBar intent={trouble.mayPass ? "warning" : "info"} layout="multiline" style={{ width: "100%" }}>
        <MessageBarBody>
          <MessageBarTitle>{trouble.title}</MessageBarTitle> {trouble.message}
        </MessageBarBody>
      </MessageBar>
      {trouble.mayPass && again && <Button onClick={again}>Try again</Button>}
    </div>
  );
}
