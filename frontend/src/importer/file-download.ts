/** Download a file or share it by the Web Share API. */
import { browser } from "../model/browser";

export function jsonFile(name: string, text: string): File {
  return new File([text], name, { type: "application/json" });
}

export function csvFile(name: string, text: string): File {
  return new File([text], name, { type: "text/csv" });
}

export function download(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // a slow phone may still read it
}

/** True if the Web Share API supports the file. */
export function canShareFile(file: File): boolean {
  return browser.navigator?.canShare?.({ files: [file] }) ?? false;
}

/** @returns false if the person cancelled */
export async function shareFile(file: File): Promise<boolean> {
  try {
    await navigator.share({ files: [file] });
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return false;
    throw error;
  }
}
