import { useState } from "react";
import { Channel } from "./Channel";
import { Chat } from "./Chat";
import type { Pressed } from "./CardView";
import { Header } from "./Header";
import { useChosen, useLive } from "./live";
import { useNews } from "./news";
import { People } from "./People";
import { type Line, type OutlookDeed, type Person, messageId, sandbox } from "./sandbox";
import { Start } from "./Start";
import { Week } from "./Week";

const views = [
  { id: "people", name: "Colleagues" },
  { id: "chat", name: "Chat" },
  { id: "calendar", name: "Calendar" },
  { id: "channel", name: "Channel" },
] as const;
type View = (typeof views)[number]["id"];

const often = 1500;

/** The whole page. On a narrow screen one of its parts is shown at a time. */
export function App() {
  const [chosen, choose] = useChosen();
  const [view, setView] = useState<View>(chosen ? "chat" : "people");
  const [side, setSide] = useState<"calendar" | "channel">(chosen ? "calendar" : "channel");
  const [chosenToPlay, setChosenToPlay] = useState<Record<string, boolean>>({});
  const [chosenRoom, chooseRoom] = useState("");
  const [isPassing, setPassing] = useState(false);
  const [fault, setFault] = useState("");

  const clock = useLive("clock", sandbox.clock, often);
  const people = useLive("people", sandbox.people, 10_000);
  const conversations = useLive("conversations", sandbox.conversations, 5000);
  const counts = useLive("counts", sandbox.counts, often);
  const isPlayed = (one: Person) => chosenToPlay[one.id] ?? one.played ?? false;
  const person = people.value?.find((one) => one.id === chosen);
  const chat = conversations.value?.find((one) => one.kind === "personal" && one.members.includes(chosen));
  const rooms = (conversations.value ?? []).filter((one) => one.kind === "channel");
  const room = rooms.find((one) => one.id === chosenRoom) ?? rooms.find((one) => one.name === "Good news") ?? rooms[0];
  const messages = useLive(
    `chat ${chat?.id ?? ""}`,
    () => (chat ? sandbox.messages(chat.id, chosen) : Promise.resolve([])),
    often,
  );
  const posts = useLive(
    `room ${room?.id ?? ""} ${chosen}`,
    () => (room ? sandbox.messages(room.id, chosen) : Promise.resolve([])),
    often * 2,
  );
  const upn = person?.userPrincipalName ?? "";
  const calendar = useLive(
    `calendar ${upn}`,
    () => (upn ? sandbox.calendar(upn) : Promise.resolve(undefined)),
    often * 2,
  );
  const news = useNews(clock.value, counts.value, chosen, calendar.value, upn);

  const refresh = async () => {
    await Promise.all([conversations, messages, posts, calendar, clock, counts].map((live) => live.refresh()));
  };
  const play = async (id: string, on: boolean) => {
    try {
      await sandbox.play(id, on);
      setChosenToPlay((before) => ({ ...before, [id]: on }));
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  const open = (id: string) => {
    news.leave(chosen);
    if (!chosen) setSide("calendar");
    choose(id);
    setView("chat");
    setFault("");
  };
  const pressPost = async (line: Line, pressed: Pressed) => {
    try {
      await sandbox.press(chosen, { activityId: messageId(line), ...pressed });
      await refresh();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const answerInvitation = async (deed: OutlookDeed) => {
    try {
      await play(chosen, true);
      await sandbox.outlook(chosen, deed);
      await refresh();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const nameOf = (id: string) => people.value?.find((one) => one.id === id)?.displayName ?? "Potluck";
  const away = clock.fault || people.fault || fault;

  return (
    <div className="page" data-view={view}>
      <Header
        company={companyOf(people.value)}
        clock={clock.value}
        zone={person?.timeZone ?? "Europe/Berlin"}
        onAdvance={() => {
          news.settle();
          setPassing(true);
        }}
        onAdvanced={async () => {
          await refresh();
          setPassing(false);
        }}
        onFault={setFault}
      />
      {away && (
        <p className="away" role="alert">
          {away}
        </p>
      )}
      <nav className="views" aria-label="Parts of this page">
        {views.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            aria-current={view === id ? "true" : undefined}
            onClick={() => {
              setView(id);
              if (id === "calendar" || id === "channel") setSide(id);
            }}
          >
            {name}
          </button>
        ))}
      </nav>
      <main>
        <People people={people.value ?? []} chosen={chosen} fresh={news.counts} isPlayed={isPlayed} onChoose={open} />
        <div className="middle">
          {person ? (
            <Chat
              key={person.id}
              person={person}
              lines={chat || conversations.value ? messages.value : undefined}
              newsOf={news.newsOf}
              isPlayed={isPlayed(person)}
              isPassing={isPassing}
              onPlay={(on) => play(person.id, on)}
              onActed={refresh}
              onFault={setFault}
            />
          ) : (
            people.value && <Start people={people.value} onChoose={open} />
          )}
        </div>
        <section className="side" aria-label="Calendar and channel">
          <div className="side-tabs" role="tablist" aria-label="Calendar or channel">
            {(["calendar", "channel"] as const).map((id) => (
              <button
                key={id}
                type="button"
                role="tab"
                id={`tab-${id}`}
                aria-selected={side === id}
                aria-controls="side-panel"
                onClick={() => {
                  setSide(id);
                  if (view === "calendar" || view === "channel") setView(id);
                }}
              >
                {id === "calendar" ? "Calendar" : "Channel"}
                {id === "channel" && posts.value?.some((line) => news.newsOf(line) !== "") && (
                  <span className="dot" role="img" aria-label="new" />
                )}
              </button>
            ))}
          </div>
          <div className="side-panel" role="tabpanel" id="side-panel" aria-labelledby={`tab-${side}`} tabIndex={0}>
            {side === "channel" && (
              <Channel
                rooms={rooms}
                room={room}
                onChoose={chooseRoom}
                lines={posts.value}
                zone={person?.timeZone ?? "Europe/Berlin"}
                nameOf={nameOf}
                newsOf={news.newsOf}
                onPress={(line, pressed) => void pressPost(line, pressed)}
              />
            )}
            {side === "calendar" &&
              (person && clock.value ? (
                <Week
                  key={person.id}
                  person={person}
                  calendar={calendar.value}
                  now={new Date(clock.value.now)}
                  isNew={news.isNewEvent}
                  onAnswer={(deed) => void answerInvitation(deed)}
                />
              ) : (
                <p className="empty">Choose a colleague to see that week.</p>
              ))}
          </div>
        </section>
      </main>
    </div>
  );
}

/** "Contoso" from maya@contoso.example. */
function companyOf(people: Person[] | undefined): string {
  const domain = people?.[0]?.userPrincipalName.split("@")[1]?.split(".")[0] ?? "";
  return domain ? domain.charAt(0).toUpperCase() + domain.slice(1) : "Potluck sandbox";
}
