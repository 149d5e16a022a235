import { mount } from "svelte";
import App from "./App.svelte";
import "./ui/base.css";
import "./ui/fonts.css";
import { followAddress } from "./route";
import { start } from "./store";
import { watchForUpdates } from "./update";

followAddress();
mount(App, { target: document.getElementById("app")! });
start();
watchForUpdates();
