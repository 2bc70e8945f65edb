import { Avatar, Bowl } from "./Avatar";
import type { Person } from "./sandbox";

/** What one sees before choosing anybody: what this is, and two good places to begin. */
export function Start({ people, onChoose }: { people: Person[]; onChoose: (id: string) => void }) {
  const host = people.find((person) => person.role === "host");
  const other = people.find((person) => person.role !== "host" && person.team !== host?.team);
  const begin = [host, other].filter((person) => person !== undefined);
  return (
    <div className="start">
      <Bowl size={72} />
      <h2>Befriend first.</h2>
      <p>
        Potluck books lunches across teams, asks afterwards what there is to celebrate, and lets a host ask for a share
        only where she has given first. Everybody here acts alone; you may be anybody.
      </p>
      <ol>
        <li>Choose a colleague and read the chat with Potluck.</li>
        <li>Let an hour, a day or a week pass, above.</li>
        <li>Press a button or type something: from then on that colleague is you.</li>
      </ol>
      <div className="begin">
        {begin.map((person) => (
          <button
            key={person.id}
            type="button"
            onClick={() => {
              onChoose(person.id);
            }}
          >
            <Avatar name={person.displayName} size={36} />
            <span>
              <strong>Be {person.displayName.split(" ")[0]}</strong>
              <br />
              {person.role === "host" ? "a host" : "a colleague"} in {person.team}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
