import { Button, Card, Text, Title3 } from "@fluentui/react-components";
import { useState } from "react";
import { Wrong } from "./Answer";
import { type Seen, type SeenByOthers as All, Trouble, askForText } from "./api";
import { asTrouble } from "./asked";
import { useLook } from "./look";

/** Exactly what our server answers others who ask for her. */
export function SeenByOthers({ all }: { all: All }) {
  const look = useLook();
  return (
    <>
      <Text className={look.words}>
        This is no promise but the answer itself: the very same that others are given when they look at you.
      </Text>
      <Part title="Colleagues see" also={all.also.colleague}>
        <AsSeen seen={all.colleagues} />
      </Part>
      <Part title="Hosts see" also={all.also.host}>
        <AsSeen seen={all.colleagues} />
        {all.hosts.length > 0 && (
          <dl className={look.facts}>
            {all.hosts.map(({ host, sees }) => [
              <dt key={`${host.id} host`} className={look.term}>
                May {host.name} ask you?
              </dt>,
              <dd key={host.id} className={look.fact}>
                {sees.mayBeAsked === "yes" ? "Yes" : "Not yet"}
              </dd>,
            ])}
          </dl>
        )}
      </Part>
      <Part title="Administrators see" also={all.also.administrator}>
        <AsSeen seen={all.administrators} />
        {all.trial.length > 0 && (
          <>
            <Text weight="semibold">And, while this is a trial, what would have gone:</Text>
            <ul className={look.plainList}>
              {all.trial.map((one, number) => (
                <li key={number}>
                  <Text>
                    {one.what}
                    {one.to && ` to ${one.to.name}`}
                    {one.by && ` for ${one.by.name}`}
                  </Text>
                </li>
              ))}
            </ul>
          </>
        )}
      </Part>
      <Everything />
    </>
  );
}

function Part({ title, also, children }: { title: string; also: string[]; children: React.ReactNode }) {
  const look = useLook();
  return (
    <section className={look.section} aria-label={title}>
      <Title3 as="h2">{title}</Title3>
      <Card appearance="outline">{children}</Card>
      <ul className={look.plainList}>
        {also.map((sentence) => (
          <li key={sentence}>
            <Text className={look.quiet}>{sentence}</Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AsSeen({ seen }: { seen: Seen }) {
  const look = useLook();
  const facts = { Name: seen.name, Team: seen.team, Job: seen.jobTitle, Office: seen.site };
  return (
    <dl className={look.facts}>
      {Object.entries(facts)
        .filter(([, said]) => said)
        .map(([title, said]) => [
          <dt key={`${title} title`} className={look.term}>
            {title}
          </dt>,
          <dd key={title} className={look.fact}>
            {said}
          </dd>,
        ])}
    </dl>
  );
}

/** All that is kept on her, as a file of her own. */
function Everything() {
  const look = useLook();
  const [trouble, setTrouble] = useState<Trouble>();
  const fetchIt = (path: string, name: string, type: string) => {
    setTrouble(undefined);
    askForText(path).then(
      (text) => {
        save(new Blob([text], { type }), name);
      },
      (error: unknown) => {
        setTrouble(asTrouble(error));
      },
    );
  };
  return (
    <section className={look.section} aria-labelledby="everything">
      <Title3 as="h2" id="everything">
        Everything that is kept on you
      </Title3>
      <Text className={look.words}>
        As a page to read, or as data for another program. It is yours, and nobody is told.
      </Text>
      <div className={look.row}>
        <Button
          onClick={() => {
            fetchIt("/api/me/export?as=html", "potluck.html", "text/html");
          }}
        >
          To read
        </Button>
        <Button
          onClick={() => {
            fetchIt("/api/me/export", "potluck.json", "application/json");
          }}
        >
          As data
        </Button>
      </div>
      {trouble && <Wrong trouble={trouble} />}
    </section>
  );
}

function save(file: Blob, name: string) {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 1000);
}
