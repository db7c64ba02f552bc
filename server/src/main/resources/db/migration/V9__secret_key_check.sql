-- The keys that servers have encrypted with, each as a known text encrypted with it: a server with other keys is noticed
-- when it starts, also while there are no secrets. The last one added is the one that secrets are encrypted with now.
CREATE TABLE secret_key_check (
  key_id     text   PRIMARY KEY,
  added      bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  nonce      bytea  NOT NULL,
  ciphertext bytea  NOT NULL
);
