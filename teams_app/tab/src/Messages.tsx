import { Card, Text } from "@fluentui/react-components";
import type { Got } from "./api";
import { useLook } from "./look";
import { capital, moment } from "./said";

/** Every message she got, the newest first, with the reason for which it came. */
export function Messages({ messages }: { messages: Got[] }) {
  const look = useLook();
  if (messages.length === 0) return <Text className={look.words}>You got nothing from Potluck so far.</Text>;
  return (
    <ul className={look.list}>
      {messages.map((one) => (
        <li key={one.id}>
          <Card appearance="outline">
            <div>
              <Text weight="semibold" className={look.words}>
                {capital(one.what)}
                {one.onBehalfOf && `, for ${one.onBehalfOf}`}
              </Text>
              <Text className={look.quiet} size={200}>
                {moment(one.at)}
              </Text>
            </div>
            <Text className={look.words}>{one.why.join(" ")}</Text>
            <Text className={look.quiet}>{one.ends}</Text>
          </Card>
        </li>
      ))}
    </ul>
  );
}
