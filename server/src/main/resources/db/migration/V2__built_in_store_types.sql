-- The store types that every server has. The job type ids of PEM and JKS are built into existing agents, which find their
-- code by them; those of PKCS12 were chosen once and for all. None may ever change.
--
-- SupportedOperations says what can be asked of this server for stores of the type, not what agents could do: adding,
-- removing, creating, discovery and enrollment are turned on by the migration that comes with them.

INSERT INTO certificate_store_type
       (id, name, short_name, capability,
        inventory_job_type, management_job_type, discovery_job_type, reenrollment_job_type, definition)
VALUES (0, 'Java Keystore', 'JKS', 'JKS',
        '67b63010-d738-47c3-87a2-9f289466c881', 'b614f9e2-c56b-421c-b548-03d42eb32f8a',
        '74d9f7c5-b2ac-4f21-a72b-29b5adc90651', '48743e90-108e-4dc3-b81c-7fb830215d1f',
        '{"ImportType": 0, "LocalStore": true,
          "SupportedOperations": {"Add": false, "Create": false, "Discovery": false, "Enrollment": false, "Remove": false},
          "Properties": [], "EntryParameters": [],
          "PasswordOptions": {"EntrySupported": true, "StoreRequired": true, "Style": "Default"},
          "PrivateKeyAllowed": "Optional", "CertificateFormat": 0, "JobProperties": [],
          "ServerRequired": false, "PowerShell": false, "BlueprintAllowed": true, "CustomAliasAllowed": "Optional",
          "InventoryEndpoint": "/AnyInventory/Update"}'),
       (2, 'PEM File', 'PEM', 'PEM',
        'a809ce1f-1eea-4738-a38e-15708c89c981', '1d411b36-ae72-433f-9f3f-8593e836a1af',
        'e98151de-53ad-4b99-b52a-f37118ec0c5c', 'aa015d10-cffc-41f7-a9a4-c9615f6f3bdf',
        '{"ImportType": 2, "LocalStore": true,
          "SupportedOperations": {"Add": false, "Create": false, "Discovery": false, "Enrollment": false, "Remove": false},
          "Properties": [
            {"Name": "separatePrivateKey", "DisplayName": "Separate Private Key File", "Type": "Bool", "DependsOn": null,
             "DefaultValue": "false", "Required": false},
            {"Name": "privateKeyPath", "DisplayName": "Path to Private Key File", "Type": "String",
             "DependsOn": "separatePrivateKey", "DefaultValue": null, "Required": false}],
          "EntryParameters": [],
          "PasswordOptions": {"EntrySupported": false, "StoreRequired": false, "Style": "Default"},
          "PrivateKeyAllowed": "Optional", "CertificateFormat": 1, "JobProperties": [],
          "ServerRequired": false, "PowerShell": false, "BlueprintAllowed": true, "CustomAliasAllowed": "Forbidden",
          "InventoryEndpoint": "/AnyInventory/Update"}'),
       (101, 'PKCS#12 File', 'PKCS12', 'PKCS12',
        'f2e844c9-0bdd-4094-9724-fe4832cc8256', '1c584caa-74bf-48d5-9ccb-417f988f3419',
        'ce01ace8-af61-4413-a428-83822d47469a', 'c608b1a0-fa20-44d9-b13c-abbbbd824d62',
        '{"ImportType": 101, "LocalStore": true,
          "SupportedOperations": {"Add": false, "Create": false, "Discovery": false, "Enrollment": false, "Remove": false},
          "Properties": [], "EntryParameters": [],
          "PasswordOptions": {"EntrySupported": false, "StoreRequired": true, "Style": "Default"},
          "PrivateKeyAllowed": "Optional", "CertificateFormat": 0, "JobProperties": [],
          "ServerRequired": false, "PowerShell": false, "BlueprintAllowed": true, "CustomAliasAllowed": "Optional",
          "InventoryEndpoint": "/AnyInventory/Update"}');
