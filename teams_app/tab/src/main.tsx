import { FluentProvider } from "@fluentui/react-components";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Page } from "./Page";
import { useHostTheme } from "./teams";
import "./tab.css";

function Tab() {
  return (
    <FluentProvider theme={useHostTheme()} className="tab">
      <Page />
    </FluentProvider>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element.");
createRoot(root).render(
  <StrictMode>
    <Tab />
  </StrictMode>,
);
