import { Tab, TabList, Text, Title1 } from "@fluentui/react-components";
import { useState } from "react";
import { Answer, Wrong } from "./Answer";
import { ForAdministrators } from "./ForAdministrators";
import { ForHosts } from "./ForHosts";
import { Home } from "./Home";
import { Messages } from "./Messages";
import { Next } from "./Next";
import { SeenByOthers } from "./SeenByOthers";
import { Wishes } from "./Wishes";
import { type Got, type OwnPage, type SeenByOthers as All, Trouble, ask } from "./api";
import { asTrouble, useAsked } from "./asked";
import { useLook } from "./look";

const parts = [
  { id: "next", title: "Next" },
  { id: "wishes", title: "My settings" },
  { id: "seen", title: "What others see" },
  { id: "messages", title: "My messages" },
  { id: "host", title: "My mirror", role: "host" },
  { id: "admin", title: "How it goes", role: "administrator" },
  { id: "about", title: "About" },
];

/** The whole tab. Without a sign-in it says so, and what Potluck is. */
export function Page() {
  const look = useLook();
  const asked = useAsked<OwnPage>("/api/me");
  if (asked.trouble) {
    return (
      <main className={look.page}>
        <Title1 as="h1">Potluck</Title1>
        <Wrong trouble={asked.trouble} again={asked.again} />
        {!asked.trouble.mayPass && <Home />}
      </main>
    );
  }
  return (
    <main className={look.page}>
      <Answer asked={asked}>{(page) => <Parts page={page} take={asked.take} />}</Answer>
    </main>
  );
}

function Parts({ page, take }: { page: OwnPage; take: (page: OwnPage) => void }) {
  const look = useLook();
  const [shown, setShown] = useState("next");
  const [isBusy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const wish = (wishes: Record<string, string>) => {
    setBusy(true);
    setSaved(false);
    setTrouble(undefined);
    ask<OwnPage>("/api/me/wishes", wishes)
      .then(
        (now) => {
          take(now);
          setSaved(true);
        },
        (error: unknown) => {
          setTrouble(asTrouble(error));
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <>
      <header className={look.section}>
        <Title1 as="h1">Hello {page.firstName}</Title1>
        <Text className={look.words} size={400}>
          Everyone brings something to the table, then everyone shares.
        </Text>
        <TabList
          className={look.tabs}
          selectedValue={shown}
          onTabSelect={(_, data) => {
            setShown(String(data.value));
            setSaved(false);
            setTrouble(undefined);
          }}
        >
          {parts
            .filter(({ role }) => !role || page.roles.includes(role))
            .map(({ id, title }) => (
              <Tab key={id} id={`tab-${id}`} value={id} aria-controls="shown">
                {title}
              </Tab>
            ))}
        </TabList>
      </header>
      <div id="shown" role="tabpanel" aria-labelledby={`tab-${shown}`} className={look.section} style={{ gap: "32px" }}>
        {trouble && <Wrong trouble={trouble} />}
        {shown === "next" && <Next page={page} wish={wish} isBusy={isBusy} />}
        {shown === "wishes" && <Wishes page={page} wish={wish} isBusy={isBusy} isSaved={isSaved} />}
        {shown === "seen" && <AllSeen />}
        {shown === "messages" && <AllMessages />}
        {shown === "host" && <ForHosts />}
        {shown === "admin" && <ForAdministrators />}
        {shown === "about" && <Home />}
      </div>
    </>
  );
}

function AllSeen() {
  const asked = useAsked<All>("/api/me/seen-by-others");
  return <Answer asked={asked}>{(all) => <SeenByOthers all={all} />}</Answer>;
}

function AllMessages() {
  const asked = useAsked<{ messages: Got[] }>("/api/me/messages");
  return <Answer asked={asked}>{({ messages }) => <Messages messages={messages} />}</Answer>;
}
