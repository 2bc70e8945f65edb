import { useEffect, useMemo, useRef, useState } from "react";
import { Avatar } from "./Avatar";
import type { Counts, Person } from "./sandbox";

interface Props {
  people: Person[];
  chosen: string;
  fresh: Counts;
  isPlayed: (person: Person) => boolean;
  onChoose: (id: string) => void;
}

/** Everybody in the company, by team; hosts are marked, and who has something new from Potluck. */
export function People({ people, chosen, fresh, isPlayed, onChoose }: Props) {
  const [search, setSearch] = useState("");
  const teams = useMemo(() => byTeam(people, search), [people, search]);
  const list = useRef<HTMLDivElement>(null);
  const isThere = people.length > 0;
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!list.current || !current) return;
    const { top, bottom } = list.current.getBoundingClientRect();
    const at = current.getBoundingClientRect();
    if (at.top < top || at.bottom > bottom) list.current.scrollTop += at.top - top - 80;
  }, [chosen, isThere]);
  return (
    <nav className="people" aria-label="Colleagues">
      <div className="search">
        <label className="unseen" htmlFor="search">
          Find a colleague or team
        </label>
        <input
          id="search"
          type="search"
          placeholder="Find a colleague or team"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
          }}
        />
      </div>
      <div className="people-list" ref={list}>
        {teams.length === 0 && <p className="empty">Nobody is called that here.</p>}
        {teams.map(([team, members]) => (
          <section key={team} aria-label={team}>
            <h2>
              {team} <span>{members.length}</span>
            </h2>
            <ul>
              {members.map((person) => (
                <li key={person.id}>
                  <button
                    type="button"
                    className="person"
                    aria-current={person.id === chosen ? "true" : undefined}
                    onClick={() => {
                      onChoose(person.id);
                    }}
                  >
                    <Avatar name={person.displayName} />
                    <span className="person-words">
                      <span className="person-name">{person.displayName}</span>
                      {person.jobTitle && <span className="person-job">{person.jobTitle}</span>}
                    </span>
                    {person.role === "host" && <span className="tag host">Host</span>}
                    {isPlayed(person) && <span className="tag you">You</span>}
                    {(fresh[person.id] ?? 0) > 0 && (
                      <span className="count">
                        {fresh[person.id]}
                        <span className="unseen"> new</span>
                      </span>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}

function byTeam(people: Person[], search: string): [string, Person[]][] {
  const words = search.trim().toLowerCase();
  const teams = new Map<string, Person[]>();
  for (const person of people) {
    if (!`${person.displayName} ${person.team} ${person.role === "host" ? "host" : ""}`.toLowerCase().includes(words))
      continue;
    teams.set(person.team, [...(teams.get(person.team) ?? []), person]);
  }
  const name = (person: Person) => person.displayName;
  for (const members of teams.values()) {
    members.sort((a, b) => Number(b.role === "host") - Number(a.role === "host") || name(a).localeCompare(name(b)));
  }
  return [...teams].sort(([a], [b]) => a.localeCompare(b));
}
