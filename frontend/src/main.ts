import { mount } from "svelte";
import App from "./App.svelte";
import "./ui/base.css";
import "./ui/fonts.css";
import { start } from "./store";
import { watchForUpdates } from "./update";

mount(App, { target: document.getElementById("app")! });
start();
watchForUpdates();
