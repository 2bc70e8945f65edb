import { Card, CardHeader, Text, Title2, Title3, makeStyles, tokens } from "@fluentui/react-components";
import { useLook } from "./look";

const useStyles = makeStyles({
  command: {
    fontFamily: tokens.fontFamilyMonospace,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorBrandForeground1,
  },
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
  { name: "why", what: "why you got what you got" },
  { name: "help", what: "everything else, such as pausing or stopping" },
];

/** What Potluck is, and the things to say to it. Nothing personal: it is the same for everybody. */
export function Home() {
  const styles = useStyles();
  const look = useLook();
  return (
    <>
      <section className={look.section} aria-labelledby="about">
        <Title2 as="h2" id="about">
          Befriend first
        </Title2>
        <Text className={look.words} size={400}>
          Everyone brings something to the table, then everyone shares. Potluck brings colleagues of different teams
          together over lunch or coffee, and celebrates what they are proud of.
        </Text>
      </section>
      <section className={look.section} aria-labelledby="how">
        <Title3 as="h3" id="how">
          How it goes
        </Title3>
        <ol className={look.plainList}>
          {steps.map((step) => (
            <li key={step}>
              <Text>{step}</Text>
            </li>
          ))}
        </ol>
      </section>
      <section className={look.section} aria-labelledby="say">
        <Title3 as="h3" id="say">
          Say it in the chat
        </Title3>
        <ul className={look.list}>
          {commands.map(({ name, what }) => (
            <li key={name}>
              <Card appearance="outline">
                <CardHeader header={<Text className={styles.command}>{name}</Text>} description={<Text>{what}</Text>} />
              </Card>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
