import { Avatar, Button, Card, Text, Title3 } from "@fluentui/react-components";
import type { Lunch, OwnPage, Seen } from "./api";
import { useLook } from "./look";
import { capital, moment } from "./said";

interface Doings {
  page: OwnPage;
  wish: (wishes: Record<string, string>) => void;
  isBusy: boolean;
}

/** What lies ahead of her, and what waits for her in the chat. */
export function Next({ page, wish, isBusy }: Doings) {
  const look = useLook();
  const isPaused = page.wishes.fields.paused !== "";
  const pause = page.wishes.holds.Pause ?? "";
  return (
    <>
      {page.takesPart !== "yes" && (
        <Invitation
          isBusy={isBusy}
          join={() => {
            wish({ takes_part: "yes" });
          }}
        />
      )}
      {isPaused && (
        <Card appearance="filled-alternative">
          <Text weight="semibold">You are on a break: {pause.charAt(0).toLowerCase() + pause.slice(1)}.</Text>
          <div className={look.row}>
            <Text>Nothing comes to you until then.</Text>
            <Button
              disabled={isBusy}
              onClick={() => {
                wish({ paused: "" });
              }}
            >
              I am back
            </Button>
          </div>
        </Card>
      )}
      <section className={look.section} aria-labelledby="ahead">
        <Title3 as="h2" id="ahead">
          Ahead of you
        </Title3>
        {page.lunches.length === 0 && (
          <Text className={look.words}>
            Nothing is planned. The next round brings you together with somebody of another team.
          </Text>
        )}
        <ul className={look.list}>
          {page.lunches.map((lunch) => (
            <li key={lunch.id}>
              <OneLunch lunch={lunch} />
            </li>
          ))}
        </ul>
      </section>
      {page.waiting.length > 0 && (
        <section className={look.section} aria-labelledby="waiting">
          <Title3 as="h2" id="waiting">
            Waiting in the chat
          </Title3>
          <ul className={look.plainList}>
            {page.waiting.map((one) => (
              <li key={one.id}>
                <Text>
                  {capital(one.what)}
                  {one.since && `, since ${moment(one.since)}`}
                </Text>
              </li>
            ))}
          </ul>
          <Text className={look.quiet}>You need not answer.</Text>
        </section>
      )}
    </>
  );
}

function Invitation({ join, isBusy }: { join: () => void; isBusy: boolean }) {
  const look = useLook();
  return (
    <Card appearance="filled-alternative">
      <Text weight="semibold" size={400}>
        Have lunch with someone new?
      </Text>
      <Text className={look.words}>
        If you take part, Potluck looks at when you are free or busy, never at what you do, and finds a time that suits
        both of you. You decide on every invitation, and you can pause or leave at any time.
      </Text>
      <div className={look.row}>
        <Button appearance="primary" disabled={isBusy} onClick={join}>
          Take part
        </Button>
      </div>
    </Card>
  );
}

function OneLunch({ lunch }: { lunch: Lunch }) {
  const look = useLook();
  const where = lunch.isOnline ? "online, in Teams" : lunch.place;
  return (
    <Card appearance="outline">
      <Text weight="semibold" size={400}>
        {lunch.startsAt ? moment(lunch.startsAt) : "The time is still open"}
      </Text>
      <Text className={look.words}>
        {capital(lunch.form)}
        {lunch.minutes > 0 && `, ${lunch.minutes} minutes`}
        {where && `, ${where}`}. {standing(lunch)}
      </Text>
      <div className={look.people}>
        {lunch.company.map((one) => (
          <Face key={one.id} who={one} />
        ))}
      </div>
    </Card>
  );
}

function standing(lunch: Lunch): string {
  if (lunch.state === "booked") return "It stands in your calendar.";
  if (lunch.state === "agreed") return "Everybody said yes; it is being put into your calendars.";
  return lunch.answer === "yes" ? "You said yes; the others are asked." : "It waits for your answer in the chat.";
}

/** A colleague as everybody sees her. */
export function Face({ who }: { who: Seen }) {
  const look = useLook();
  return (
    <span className={look.row}>
      <Avatar name={who.name} color="colorful" aria-hidden="true" />
      <span>
        <Text weight="semibold">{who.name}</Text>
        <Text className={look.quiet} size={200}>
          {[who.jobTitle, who.team].filter(Boolean).join(" · ")}
        </Text>
      </span>
    </span>
  );
}
