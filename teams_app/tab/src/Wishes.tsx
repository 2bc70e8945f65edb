import { Button, Card, Field, Input, Radio, RadioGroup, Switch, Text, Title3 } from "@fluentui/react-components";
import { useState } from "react";
import type { Fields, OwnPage } from "./api";
import { useLook } from "./look";

interface Doings {
  page: OwnPage;
  wish: (wishes: Record<string, string>) => void;
  isBusy: boolean;
  isSaved: boolean;
}

/** What holds between her and Potluck, in words, and below it the form to change it. */
export function Wishes({ page, wish, isBusy, isSaved }: Doings) {
  const look = useLook();
  return (
    <>
      <section className={look.section} aria-labelledby="holds">
        <Title3 as="h2" id="holds">
          What holds
        </Title3>
        <dl className={look.facts}>
          {Object.entries(page.wishes.holds).map(([title, said]) => [
            <dt key={`${title} title`} className={look.term}>
              {title}
            </dt>,
            <dd key={title} className={look.fact}>
              {said}
            </dd>,
          ])}
        </dl>
        <Text className={look.quiet}>
          Only you see this, and a change holds from the next second on. Lunches have preferences of their own: write
          “preferences” in the chat.
        </Text>
      </section>
      <section className={look.section} aria-labelledby="change">
        <Title3 as="h2" id="change">
          Change it
        </Title3>
        <Form key={JSON.stringify(page.wishes.fields)} page={page} wish={wish} isBusy={isBusy} />
        <div role="status">{isSaved && <Text>Saved.</Text>}</div>
      </section>
      {page.takesPart === "yes" && (
        <Leave
          isBusy={isBusy}
          leave={() => {
            wish({ takes_part: "no" });
          }}
        />
      )}
    </>
  );
}

function Form({ page, wish, isBusy }: Omit<Doings, "isSaved">) {
  const look = useLook();
  const [fields, setFields] = useState<Fields>(page.wishes.fields);
  const set = (name: keyof Fields) => (_: unknown, data: { value: string }) => {
    setFields({ ...fields, [name]: data.value });
  };
  return (
    <form
      className={look.form}
      onSubmit={(event) => {
        event.preventDefault();
        // What she left as it was stays as it is by now: something may have been said in the chat since.
        const was = page.wishes.fields;
        const names = (Object.keys(fields) as (keyof Fields)[]).filter((name) => fields[name] !== was[name]);
        wish(Object.fromEntries(names.map((name) => [name, fields[name]])));
      }}
    >
      <Field label="Celebrate what I am proud of">
        <RadioGroup value={fields.celebrate} onChange={set("celebrate")}>
          {Object.entries(page.wishes.choices.celebrate).map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </RadioGroup>
      </Field>
      <Field label="Thank me when I share a story">
        <RadioGroup value={fields.thanks} onChange={set("thanks")}>
          {Object.entries(page.wishes.choices.thanks).map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </RadioGroup>
      </Field>
      <Switch
        checked={fields.never_ask === "true"}
        label="Nobody may ask me to share anything"
        onChange={(_, data) => {
          setFields({ ...fields, never_ask: data.checked ? "true" : "false" });
        }}
      />
      <Field label="I work" hint={`For example Mon-Thu 8-16. Empty: ${page.wishes.hoursOtherwise}.`}>
        <Input value={fields.hours} onChange={set("hours")} maxLength={200} />
      </Field>
      <Field label="Leave me alone until" hint="For example 24 December. Empty: no break.">
        <Input value={fields.paused} onChange={set("paused")} maxLength={200} />
      </Field>
      <div className={look.row}>
        <Button type="submit" appearance="primary" disabled={isBusy}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Leave({ leave, isBusy }: { leave: () => void; isBusy: boolean }) {
  const look = useLook();
  const [isAsked, setAsked] = useState(false);
  return (
    <section className={look.section} aria-labelledby="leave">
      <Title3 as="h2" id="leave">
        Leave
      </Title3>
      {!isAsked && (
        <div className={look.row}>
          <Button
            onClick={() => {
              setAsked(true);
            }}
          >
            Leave Potluck …
          </Button>
        </div>
      )}
      {isAsked && (
        <Card appearance="outline">
          <Text weight="semibold">Leave Potluck?</Text>
          <Text className={look.words}>
            From this second on you hear nothing more, and your calendar is not read. Open invitations end kindly;
            nobody is told why. What stands in your calendar stays there. You can come back whenever you want.
          </Text>
          <div className={look.row}>
            <Button disabled={isBusy} onClick={leave}>
              Leave
            </Button>
            <Button
              appearance="primary"
              onClick={() => {
                setAsked(false);
              }}
            >
              Stay
            </Button>
          </div>
        </Card>
      )}
    </section>
  );
}
