/** Passkeys: what the browser and the server say to each other, with bytes as base64url in JSON. */

type Json = Record<string, unknown>;
/** As the server sends them: `{publicKey: {...}}`. */
export type RequestOptions = { publicKey: Json };
export type CreationOptions = { publicKey: Json };

/** The person closed the browser's question, it ran out, or this phone has no passkey for here. */
export class PasskeyError extends Error {
  /** This phone has a passkey of the account already. */
  readonly known: boolean;

  constructor(cause: unknown) {
    super("The passkey was not used.", { cause });
    this.name = "PasskeyError";
    this.known = cause instanceof DOMException && cause.name === "InvalidStateError";
  }
}

export function passkeysWork(): boolean {
  return typeof globalThis.PublicKeyCredential === "function" && globalThis.isSecureContext;
}

/** Ask the browser to prove a passkey. @throws PasskeyError */
export async function credentialFor({ publicKey }: RequestOptions): Promise<Json> {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey["challenge"]),
    allowCredentials: described(publicKey["allowCredentials"]),
  };
  return asked(() => navigator.credentials.get({ publicKey: options as unknown as PublicKeyCredentialRequestOptions }));
}

/** Ask the browser to make a passkey. @throws PasskeyError */
export async function newCredential({ publicKey }: CreationOptions): Promise<Json> {
  const user = publicKey["user"] as Json;
  const options = {
    ...publicKey,
    challenge: bytes(publicKey["challenge"]),
    user: { ...user, id: bytes(user["id"]) },
    excludeCredentials: described(publicKey["excludeCredentials"]),
  };
  return asked(() =>
    navigator.credentials.create({ publicKey: options as unknown as PublicKeyCredentialCreationOptions }),
  );
}

async function asked(ask: () => Promise<Credential | null>): Promise<Json> {
  let found: Credential | null;
  try {
    found = await ask();
  } catch (cause) {
    if (cause instanceof DOMException) throw new PasskeyError(cause);
    throw cause;
  }
  if (found === null) throw new PasskeyError(null);
  return told(found as PublicKeyCredential);
}

function told(credential: PublicKeyCredential): Json {
  const parts: Json = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const part = (credential.response as unknown as Json)[name];
    if (part instanceof ArrayBuffer) parts[name] = text(part);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function described(list: unknown): Json[] {
  return ((list as Json[] | null | undefined) ?? []).map((one) => ({ ...one, id: bytes(one["id"]) }));
}

export function bytes(base64url: unknown): Uint8Array<ArrayBuffer> {
  const plain = atob(String(base64url).replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function text(buffer: ArrayBuffer): string {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
