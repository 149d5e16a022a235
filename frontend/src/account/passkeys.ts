/** WebAuthn ceremonies with bytes as base64url in JSON. */

type Json = Record<string, unknown>;
/** Options from the server: `{publicKey: {...}}`. */
export type RequestOptions = { publicKey: Json };
export type CreationOptions = { publicKey: Json };

/** Cancelled, timed out, or no passkey for this site on this phone. */
export class PasskeyError extends Error {
  /** This phone already has a passkey of the account. */
  readonly alreadyRegistered: boolean;

  constructor(cause: unknown) {
    super("The passkey was not used.", { cause });
    this.name = "PasskeyError";
    this.alreadyRegistered = cause instanceof DOMException && cause.name === "InvalidStateError";
  }
}

export function arePasskeysSupported(): boolean {
  return typeof globalThis.PublicKeyCredential === "function" && globalThis.isSecureContext;
}

/** Authenticate with a passkey. @throws PasskeyError */
export async function getCredential({ publicKey }: RequestOptions): Promise<Json> {
  const options = {
    ...publicKey,
    challenge: fromBase64Url(publicKey["challenge"]),
    allowCredentials: decodeIds(publicKey["allowCredentials"]),
  };
  return runCeremony(() =>
    navigator.credentials.get({ publicKey: options as unknown as PublicKeyCredentialRequestOptions }),
  );
}

/** Create a passkey. @throws PasskeyError */
export async function createCredential({ publicKey }: CreationOptions): Promise<Json> {
  const user = publicKey["user"] as Json;
  const options = {
    ...publicKey,
    challenge: fromBase64Url(publicKey["challenge"]),
    user: { ...user, id: fromBase64Url(user["id"]) },
    excludeCredentials: decodeIds(publicKey["excludeCredentials"]),
  };
  return runCeremony(() =>
    navigator.credentials.create({ publicKey: options as unknown as PublicKeyCredentialCreationOptions }),
  );
}

async function runCeremony(ceremony: () => Promise<Credential | null>): Promise<Json> {
  let credential: Credential | null;
  try {
    credential = await ceremony();
  } catch (cause) {
    if (cause instanceof DOMException) throw new PasskeyError(cause);
    throw cause;
  }
  if (credential === null) throw new PasskeyError(null);
  return serializeCredential(credential as PublicKeyCredential);
}

function serializeCredential(credential: PublicKeyCredential): Json {
  const fields: Json = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = (credential.response as unknown as Json)[name];
    if (value instanceof ArrayBuffer) fields[name] = toBase64Url(value);
  }
  return {
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    response: fields,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function decodeIds(list: unknown): Json[] {
  return ((list as Json[] | null | undefined) ?? []).map((item) => ({ ...item, id: fromBase64Url(item["id"]) }));
}

export function fromBase64Url(base64url: unknown): Uint8Array<ArrayBuffer> {
  const binary = atob(String(base64url).replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function toBase64Url(buffer: ArrayBuffer): string {
  const binary = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return binary.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
