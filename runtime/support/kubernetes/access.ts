/** Where an API server is, how it is trusted, and who asks. */
export interface KubernetesAccess {
  /** `https://10.0.0.1:443` */
  readonly server: string;
  readonly namespace: string;
  readonly tls: ClientTls;
  /** The bearer token as it is now; absent where a certificate says who asks. */
  readonly token?: Token;
}

/** As PEM. */
export interface ClientTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name to expect in the server's certificate, instead of the host. */
  readonly servername?: string;
}

export interface Token {
  read(): Promise<string>;
  /** The server refused it: what is read next is not remembered. */
  forget(): void;
}
