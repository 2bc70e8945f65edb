import { useCallback, useEffect, useRef, useState } from "react";

export interface Live<T> {
  value: T | undefined;
  fault: string;
  refresh: () => Promise<void>;
}

/**
 * Reads something again and again while the page is visible; `undefined` until the first answer.
 * `key` names what is read: another key starts afresh. An answer that says the same keeps its identity.
 */
export function useLive<T>(key: string, read: () => Promise<T>, every: number): Live<T> {
  const [held, setHeld] = useState<{ key: string; text: string; value: T }>();
  const [fault, setFault] = useState("");
  const current = useRef({ key, read });
  useEffect(() => {
    current.current = { key, read };
  });

  const refresh = useCallback(async () => {
    const asked = current.current;
    try {
      const value = await asked.read();
      const text = JSON.stringify(value);
      if (asked.key !== current.current.key) return;
      setHeld((before) =>
        before?.key === asked.key && before.text === text ? before : { key: asked.key, text, value },
      );
      setFault("");
    } catch (error) {
      if (asked.key === current.current.key) setFault(error instanceof Error ? error.message : String(error));
    }
  }, []);

  useEffect(() => {
    let timer = 0;
    let isOver = false;
    const tick = async () => {
      if (document.visibilityState === "visible") await refresh();
      if (!isOver) timer = window.setTimeout(() => void tick(), every);
    };
    void tick();
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, [key, every, refresh]);

  return { value: held?.key === key ? held.value : undefined, fault, refresh };
}

/** Whether the reader's system is dark now. */
export function useDark(): boolean {
  const [isDark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => {
      setDark(query.matches);
    };
    query.addEventListener("change", follow);
    return () => {
      query.removeEventListener("change", follow);
    };
  }, []);
  return isDark;
}

/** The chosen colleague, kept in the address so that a reload stays with her. */
export function useChosen(): [string, (id: string) => void] {
  const [chosen, setChosen] = useState(() => decodeURIComponent(location.hash.slice(1)));
  useEffect(() => {
    const follow = () => {
      setChosen(decodeURIComponent(location.hash.slice(1)));
    };
    addEventListener("hashchange", follow);
    return () => {
      removeEventListener("hashchange", follow);
    };
  }, []);
  return [
    chosen,
    (id) => {
      location.hash = encodeURIComponent(id);
    },
  ];
}
