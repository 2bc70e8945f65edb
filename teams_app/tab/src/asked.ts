import { useCallback, useEffect, useState } from "react";
import { Trouble, ask } from "./api";

export interface Asked<T> {
  value?: T;
  trouble?: Trouble;
  again: () => void;
  take: (value: T) => void;
}

/** The answer to a question to our server: first neither, then a value or trouble. `again` asks once more. */
export function useAsked<T>(path: string): Asked<T> {
  const [known, setKnown] = useState<{ value?: T; trouble?: Trouble }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isOver = false;
    ask<T>(path).then(
      (value) => {
        if (!isOver) setKnown({ value });
      },
      (error: unknown) => {
        if (!isOver) setKnown({ trouble: asTrouble(error) });
      },
    );
    return () => {
      isOver = true;
    };
  }, [path, round]);
  const again = useCallback(() => {
    setKnown({});
    setRound((before) => before + 1);
  }, []);
  const take = useCallback((value: T) => {
    setKnown({ value });
  }, []);
  return { ...known, again, take };
}

export function asTrouble(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  console.error(error);
  return new Trouble("Something went wrong", "This is our fault, not yours. Reload the page.", true);
}
