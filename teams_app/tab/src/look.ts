import { makeStyles, tokens } from "@fluentui/react-components";

/** How everything on the tab looks: one column, at most as wide as is good to read, and narrow screens lose nothing. */
export const useLook = makeStyles({
  page: {
    maxWidth: "760px",
    margin: "0 auto",
    padding: "24px 16px 64px",
    display: "grid",
    gap: "24px",
    gridTemplateColumns: "minmax(0, 1fr)",
  },
  tabs: { flexWrap: "wrap", marginLeft: "-12px" },
  section: { display: "grid", gap: "12px", gridTemplateColumns: "minmax(0, 1fr)" },
  list: { display: "grid", gap: "12px", margin: 0, padding: 0, listStyleType: "none" },
  plainList: { display: "grid", gap: "8px", margin: 0, paddingLeft: "20px" },
  words: { display: "block", maxWidth: "64ch", overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground2, maxWidth: "64ch", display: "block", overflowWrap: "anywhere" },
  facts: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 160px) minmax(0, 1fr)",
    gap: "8px 16px",
    margin: 0,
    "@media (max-width: 480px)": { gridTemplateColumns: "minmax(0, 1fr)", gap: "0" },
  },
  term: { color: tokens.colorNeutralForeground2 },
  fact: {
    margin: 0,
    overflowWrap: "anywhere",
    "@media (max-width: 480px)": { marginBottom: "12px", fontWeight: tokens.fontWeightSemibold },
  },
  row: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
  form: { display: "grid", gap: "20px", maxWidth: "480px" },
  people: { display: "flex", flexWrap: "wrap", gap: "12px 24px", marginTop: "4px" },
});
