import { Card, Text, Title3 } from "@fluentui/react-components";
import { Face } from "./Next";
import { Answer } from "./Answer";
import type { Askable, Line, Mirror } from "./api";
import { useAsked } from "./asked";
import { useLook } from "./look";
import { date, listed } from "./said";

/** A host's own mirror, shown to her alone, and whom she may ask. */
export function ForHosts() {
  const look = useLook();
  const mirror = useAsked<Mirror>("/api/host/mirror");
  const askable = useAsked<Askable>("/api/host/askable");
  return (
    <>
      <Answer asked={mirror}>
        {({ teams, balance, steps }) => (
          <>
            <section className={look.section} aria-labelledby="steps">
              <Title3 as="h2" id="steps">
                Your good next steps
              </Title3>
              <ul className={look.plainList}>
                {steps.slice(0, 5).map((step) => (
                  <li key={step}>
                    <Text>{step}</Text>
                  </li>
                ))}
              </ul>
              <Text className={look.quiet}>{balance} Only you see this.</Text>
            </section>
            <section className={look.section} aria-labelledby="mirror">
              <Title3 as="h2" id="mirror">
                When did you last …?
              </Title3>
              <ul className={look.list}>
                {teams.map((line) => (
                  <li key={line.team}>
                    <Team line={line} />
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
      </Answer>
      <section className={look.section} aria-labelledby="askable">
        <Title3 as="h2" id="askable">
          Whom you may ask
        </Title3>
        <Answer asked={askable}>
          {({ title, people, others }) => (
            <>
              <Text className={look.words}>
                {title ? `To share “${title}”:` : "There is no open story to ask for. Write “story” in the chat."}
              </Text>
              <div className={look.people}>
                {people.map((one) => (
                  <Face key={one.id} who={one} />
                ))}
              </div>
              <Text className={look.quiet}>{others}</Text>
            </>
          )}
        </Answer>
      </section>
    </>
  );
}

/** What she did with a team and when, and below it what never. */
function Team({ line }: { line: Line }) {
  const look = useLook();
  const deeds: [string, string | null][] = [
    ["had lunch", line.ate],
    ["listened", line.listened],
    ["celebrated", line.celebrated],
    ["thanked", line.thanked],
    ["passed on a post", line.passedOn],
  ];
  const done = deeds.flatMap(([deed, at]) => (at ? [`${deed} on ${date(at)}`] : []));
  const never = deeds.flatMap(([deed, at]) => (at ? [] : [deed]));
  return (
    <Card appearance="outline">
      <Text weight="semibold" className={look.words}>
        {line.team}
      </Text>
      {done.length > 0 && <Text className={look.words}>You {listed(done)}.</Text>}
      {never.length > 0 && <Text className={look.quiet}>Never: {never.join(", ")}.</Text>}
    </Card>
  );
}
