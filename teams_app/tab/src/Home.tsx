import { Card, CardHeader, Text, Title1, Title3, makeStyles, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({
  page: { maxWidth: "720px", margin: "0 auto", padding: "24px 16px 48px", display: "grid", gap: "24px" },
  words: { display: "block", marginTop: "8px", maxWidth: "60ch" },
  list: { display: "grid", gap: "12px", margin: "12px 0 0", padding: 0, listStyleType: "none" },
  command: {
    fontFamily: tokens.fontFamilyMonospace,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorBrandForeground1,
  },
  steps: { margin: "12px 0 0", paddingLeft: "20px", display: "grid", gap: "8px" },
});

const steps = [
  "You have lunch or coffee with somebody of another team. Potluck finds a time when both are free.",
  "Afterwards it asks you: what is the other proud of? That goes to them first, and to nobody else without their yes.",
  "With their yes it is celebrated in the channel, signed by you.",
  "A host may ask you to share a story only where they have given first, and only if you let them. A no is a no.",
];

const commands = [
  { name: "lunch", what: "what is planned for you" },
  { name: "stories", what: "company news you may share, whenever you like" },
  { name: "help", what: "everything else, such as pausing or stopping" },
];

/** What Potluck is, and the three things to say to it. Nothing personal: the page is the same for everybody. */
export function Home() {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <header>
        <Title1 as="h1">Befriend first</Title1>
        <Text className={styles.words} size={400}>
          Everyone brings something to the table, then everyone shares. Potluck brings colleagues of different teams
          together over lunch or coffee, and celebrates what they are proud of.
        </Text>
      </header>
      <section aria-labelledby="how">
        <Title3 as="h2" id="how">
          How it goes
        </Title3>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step}>
              <Text size={300}>{step}</Text>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="say">
        <Title3 as="h2" id="say">
          Say it in the chat
        </Title3>
        <ul className={styles.list}>
          {commands.map(({ name, what }) => (
            <li key={name}>
              <Card appearance="outline">
                <CardHeader header={<Text className={styles.command}>{name}</Text>} description={<Text>{what}</Text>} />
              </Card>
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}
