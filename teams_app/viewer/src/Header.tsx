import { useState } from "react";
import { Bowl } from "./Avatar";
import { type Clock, sandbox } from "./sandbox";
import { clockTime, longDay, placeOf } from "./time";

const steps = [
  { name: "Next hour", during: "An hour passes…", step: { hours: 1 } },
  { name: "Next day", during: "A day passes…", step: { days: 1 } },
  { name: "Next week", during: "A week passes…", step: { days: 7 } },
] as const;

interface Props {
  company: string;
  clock: Clock | undefined;
  zone: string;
  onAdvance: () => void;
  onAdvanced: () => Promise<void>;
  onFault: (text: string) => void;
}

/** The company, its time, and the buttons that let time pass. */
export function Header({ company, clock, zone, onAdvance, onAdvanced, onFault }: Props) {
  const [during, setDuring] = useState("");
  const advance = async (chosen: (typeof steps)[number]) => {
    setDuring(chosen.during);
    onAdvance();
    try {
      await sandbox.advance(chosen.step);
    } catch (error) {
      onFault(error instanceof Error ? error.message : String(error));
    } finally {
      await onAdvanced();
      setDuring("");
    }
  };
  const now = clock && new Date(clock.now);
  return (
    <header className="top">
      <div className="brand">
        <Bowl size={36} />
        <div>
          <h1>{company}</h1>
          <p>a small company to try Potluck in</p>
        </div>
      </div>
      <div className="clock">
        <time dateTime={clock?.now} className="clock-day">
          {now ? longDay(now, zone) : "…"}
        </time>
        <span className="clock-time">
          {now ? clockTime(now, zone) : "--:--"} <small>in {placeOf(zone)}</small>
        </span>
      </div>
      <div className="steps">
        <span role="status" className="during">
          {during && <span className="spinner" aria-hidden="true" />}
          {during}
        </span>
        <div className="step-buttons" role="group" aria-label="Let time pass">
          {steps.map((chosen) => (
            <button key={chosen.name} type="button" disabled={during !== ""} onClick={() => void advance(chosen)}>
              {chosen.name}
            </button>
          ))}
        </div>
      </div>
    </header>
  );
}
