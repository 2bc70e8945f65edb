import { Text, Title3 } from "@fluentui/react-components";
import { Answer } from "./Answer";
import type { InTrial, Status } from "./api";
import { useAsked } from "./asked";
import { useLook } from "./look";
import { capital, moment } from "./said";

/** Whether it works, in numbers; and in a trial, what would have gone. */
export function ForAdministrators() {
  const status = useAsked<Status>("/api/admin/status");
  return <Answer asked={status}>{(numbers) => <Numbers numbers={numbers} />}</Answer>;
}

function Numbers({ numbers }: { numbers: Status }) {
  const look = useLook();
  const facts: [string, number | null][] = [
    ["People in the directory", numbers.people],
    ["Take part", numbers.takePart],
    ["Lunches ahead", numbers.lunchesAhead],
    ["Lunches held in 30 days", numbers.lunchesHeldLately],
    ["Messages in 30 days", numbers.messagesLately],
  ];
  const stuck = Object.entries(numbers.stuck);
  return (
    <>
      <section className={look.section} aria-labelledby="numbers">
        <Title3 as="h2" id="numbers">
          How it goes
        </Title3>
        <dl className={look.facts}>
          {facts.map(([title, number]) => [
            <dt key={`${title} title`} className={look.term}>
              {title}
            </dt>,
            <dd key={title} className={look.fact}>
              {number ?? "fewer than five"}
            </dd>,
          ])}
        </dl>
        <Text className={look.words}>
          {stuck.length === 0
            ? "No step fails again and again."
            : `Some steps fail again and again: ${stuck.map(([kind, count]) => `${kind} (${count})`).join(", ")}. The log says why.`}
        </Text>
      </section>
      {numbers.inTrial && <Trial />}
    </>
  );
}

function Trial() {
  const look = useLook();
  const trial = useAsked<{ messages: InTrial[] }>("/api/admin/shadow");
  return (
    <section className={look.section} aria-labelledby="trial">
      <Title3 as="h2" id="trial">
        What would have gone
      </Title3>
      <Text className={look.words}>This is a trial: everything runs, nothing is sent or booked.</Text>
      <Answer asked={trial}>
        {({ messages }) => (
          <ul className={look.plainList}>
            {messages.map((one, number) => (
              <li key={number}>
                <Text>
                  {one.at && `${moment(one.at)}: `}
                  {capital(one.what)} to {one.to?.name ?? "the channel"}
                  {one.by && ` for ${one.by.name}`}; {one.why}.
                </Text>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </section>
  );
}
