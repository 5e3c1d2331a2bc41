// Made by `npm run docs` from the package kubernetes-types.
/** The definition of each kind: `batch/v1/Job batch/v1.Job`. */
export const kindIndex: string = `
admissionregistration.k8s.io/v1/MutatingWebhookConfiguration admissionregistration/v1.MutatingWebhookConfiguration
admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy admissionregistration/v1.ValidatingAdmissionPolicy
admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding admissionregistration/v1.ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration admissionregistration/v1.ValidatingWebhookConfiguration
apiextensions.k8s.io/v1/CustomResourceDefinition apiextensions/v1.CustomResourceDefinition
apps/v1/ControllerRevision apps/v1.ControllerRevision
apps/v1/DaemonSet apps/v1.DaemonSet
apps/v1/Deployment apps/v1.Deployment
apps/v1/ReplicaSet apps/v1.ReplicaSet
apps/v1/StatefulSet apps/v1.StatefulSet
autoscaling/v1/HorizontalPodAutoscaler autoscaling/v1.HorizontalPodAutoscaler
autoscaling/v2/HorizontalPodAutoscaler autoscaling/v2.HorizontalPodAutoscaler
batch/v1/CronJob batch/v1.CronJob
batch/v1/Job batch/v1.Job
certificates.k8s.io/v1/CertificateSigningRequest certificates/v1.CertificateSigningRequest
coordination.k8s.io/v1/Lease coordination/v1.Lease
discovery.k8s.io/v1/EndpointSlice discovery/v1.EndpointSlice
events.k8s.io/v1/Event events/v1.Event
flowcontrol.apiserver.k8s.io/v1/FlowSchema flowcontrol/v1.FlowSchema
flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration flowcontrol/v1.PriorityLevelConfiguration
networking.k8s.io/v1/Ingress networking/v1.Ingress
networking.k8s.io/v1/IngressClass networking/v1.IngressClass
networking.k8s.io/v1/NetworkPolicy networking/v1.NetworkPolicy
node.k8s.io/v1/RuntimeClass node/v1.RuntimeClass
policy/v1/PodDisruptionBudget policy/v1.PodDisruptionBudget
rbac.authorization.k8s.io/v1/ClusterRole rbac/v1.ClusterRole
rbac.authorization.k8s.io/v1/ClusterRoleBinding rbac/v1.ClusterRoleBinding
rbac.authorization.k8s.io/v1/Role rbac/v1.Role
rbac.authorization.k8s.io/v1/RoleBinding rbac/v1.RoleBinding
scheduling.k8s.io/v1/PriorityClass scheduling/v1.PriorityClass
storage.k8s.io/v1/CSIDriver storage/v1.CSIDriver
storage.k8s.io/v1/CSINode storage/v1.CSINode
storage.k8s.io/v1/CSIStorageCapacity storage/v1.CSIStorageCapacity
storage.k8s.io/v1/StorageClass storage/v1.StorageClass
storage.k8s.io/v1/VolumeAttachment storage/v1.VolumeAttachment
v1/ConfigMap core/v1.ConfigMap
v1/Endpoints core/v1.Endpoints
v1/Event core/v1.Event
v1/LimitRange core/v1.LimitRange
v1/Namespace core/v1.Namespace
v1/Node core/v1.Node
v1/PersistentVolume core/v1.PersistentVolume
v1/PersistentVolumeClaim core/v1.PersistentVolumeClaim
v1/Pod core/v1.Pod
v1/PodTemplate core/v1.PodTemplate
v1/ReplicationController core/v1.ReplicationController
v1/ResourceQuota core/v1.ResourceQuota
v1/Secret core/v1.Secret
v1/Service core/v1.Service
v1/ServiceAccount core/v1.ServiceAccount
`;

/** A definition a line, `<id> <field>[?]:<type> ...` or `<id> <type>`, where `[]` is a list of, `{}` a map of. */
export const definitionLines: string = `
admissionregistration/v1.AuditAnnotation key:string valueExpression:string
admissionregistration/v1.MatchCondition expression:string name:string
admissionregistration/v1.MatchResources excludeResourceRules?:[]admissionregistration/v1.NamedRuleWithOperations matchPolicy?:string namespaceSelector?:meta/v1.LabelSelector objectSelector?:meta/v1.LabelSelector resourceRules?:[]admissionregistration/v1.NamedRuleWithOperations
admissionregistration/v1.MutatingWebhook admissionReviewVersions:[]string clientConfig:admissionregistration/v1.WebhookClientConfig failurePolicy?:string matchConditions?:[]admissionregistration/v1.MatchCondition matchPolicy?:string name:string namespaceSelector?:meta/v1.LabelSelector objectSelector?:meta/v1.LabelSelector reinvocationPolicy?:string rules?:[]admissionregistration/v1.RuleWithOperations sideEffects:string timeoutSeconds?:number
admissionregistration/v1.MutatingWebhookConfiguration apiVersion?:"admissionregistration.k8s.io/v1" kind?:"MutatingWebhookConfiguration" metadata?:meta/v1.ObjectMeta webhooks?:[]admissionregistration/v1.MutatingWebhook
admissionregistration/v1.NamedRuleWithOperations apiGroups?:[]string apiVersions?:[]string operations?:[]string resourceNames?:[]string
admissionregistration/v1.ParamKind apiVersion?:string kind?:string
admissionregistration/v1.ParamRef name?:string namespace?:string parameterNotFoundAction?:string selector?:meta/v1.LabelSelector
admissionregistration/v1.RuleWithOperations apiGroups?:[]string apiVersions?:[]string operations?:[]string
admissionregistration/v1.ServiceReference name:string namespace:string path?:string port?:number
admissionregistration/v1.ValidatingAdmissionPolicy apiVersion?:"admissionregistration.k8s.io/v1" kind?:"ValidatingAdmissionPolicy" metadata?:meta/v1.ObjectMeta spec?:admissionregistration/v1.ValidatingAdmissionPolicySpec
admissionregistration/v1.ValidatingAdmissionPolicyBinding apiVersion?:"admissionregistration.k8s.io/v1" kind?:"ValidatingAdmissionPolicyBinding" metadata?:meta/v1.ObjectMeta spec?:admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec
admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec matchResources?:admissionregistration/v1.MatchResources paramRef?:admissionregistration/v1.ParamRef policyName?:string validationActions?:[]string
admissionregistration/v1.ValidatingAdmissionPolicySpec auditAnnotations?:[]admissionregistration/v1.AuditAnnotation failurePolicy?:string matchConditions?:[]admissionregistration/v1.MatchCondition matchConstraints?:admissionregistration/v1.MatchResources paramKind?:admissionregistration/v1.ParamKind validations?:[]admissionregistration/v1.Validation variables?:[]admissionregistration/v1.Variable
admissionregistration/v1.ValidatingWebhook admissionReviewVersions:[]string clientConfig:admissionregistration/v1.WebhookClientConfig failurePolicy?:string matchConditions?:[]admissionregistration/v1.MatchCondition matchPolicy?:string name:string namespaceSelector?:meta/v1.LabelSelector objectSelector?:meta/v1.LabelSelector rules?:[]admissionregistration/v1.RuleWithOperations sideEffects:string timeoutSeconds?:number
admissionregistration/v1.ValidatingWebhookConfiguration apiVersion?:"admissionregistration.k8s.io/v1" kind?:"ValidatingWebhookConfiguration" metadata?:meta/v1.ObjectMeta webhooks?:[]admissionregistration/v1.ValidatingWebhook
admissionregistration/v1.Validation expression:string message?:string messageExpression?:string reason?:string
admissionregistration/v1.Variable expression:string name:string
admissionregistration/v1.WebhookClientConfig caBundle?:string service?:admissionregistration/v1.ServiceReference url?:string
api/resource.Quantity string
apiextensions/v1.CustomResourceColumnDefinition description?:string format?:string jsonPath:string name:string priority?:number type:string
apiextensions/v1.CustomResourceConversion strategy:string webhook?:apiextensions/v1.WebhookConversion
apiextensions/v1.CustomResourceDefinition apiVersion?:"apiextensions.k8s.io/v1" kind?:"CustomResourceDefinition" metadata?:meta/v1.ObjectMeta spec:apiextensions/v1.CustomResourceDefinitionSpec
apiextensions/v1.CustomResourceDefinitionNames categories?:[]string kind:string listKind?:string plural:string shortNames?:[]string singular?:string
apiextensions/v1.CustomResourceDefinitionSpec conversion?:apiextensions/v1.CustomResourceConversion group:string names:apiextensions/v1.CustomResourceDefinitionNames preserveUnknownFields?:boolean scope:string versions:[]apiextensions/v1.CustomResourceDefinitionVersion
apiextensions/v1.CustomResourceDefinitionVersion additionalPrinterColumns?:[]apiextensions/v1.CustomResourceColumnDefinition deprecated?:boolean deprecationWarning?:string name:string schema?:apiextensions/v1.CustomResourceValidation selectableFields?:[]apiextensions/v1.SelectableField served:boolean storage:boolean subresources?:apiextensions/v1.CustomResourceSubresources
apiextensions/v1.CustomResourceSubresourceScale labelSelectorPath?:string specReplicasPath:string statusReplicasPath:string
apiextensions/v1.CustomResourceSubresourceStatus
apiextensions/v1.CustomResourceSubresources scale?:apiextensions/v1.CustomResourceSubresourceScale status?:apiextensions/v1.CustomResourceSubresourceStatus
apiextensions/v1.CustomResourceValidation openAPIV3Schema?:apiextensions/v1.JSONSchemaProps
apiextensions/v1.ExternalDocumentation description?:string url?:string
apiextensions/v1.JSON
apiextensions/v1.JSONSchemaProps $ref?:string $schema?:string additionalItems?:apiextensions/v1.JSONSchemaPropsOrBool additionalProperties?:apiextensions/v1.JSONSchemaPropsOrBool allOf?:[]apiextensions/v1.JSONSchemaProps anyOf?:[]apiextensions/v1.JSONSchemaProps default?:apiextensions/v1.JSON definitions?:{}apiextensions/v1.JSONSchemaProps dependencies?:{}apiextensions/v1.JSONSchemaPropsOrStringArray description?:string enum?:[]apiextensions/v1.JSON example?:apiextensions/v1.JSON exclusiveMaximum?:boolean exclusiveMinimum?:boolean externalDocs?:apiextensions/v1.ExternalDocumentation format?:string id?:string items?:apiextensions/v1.JSONSchemaPropsOrArray maxItems?:number maxLength?:number maxProperties?:number maximum?:number minItems?:number minLength?:number minProperties?:number minimum?:number multipleOf?:number not?:apiextensions/v1.JSONSchemaProps nullable?:boolean oneOf?:[]apiextensions/v1.JSONSchemaProps pattern?:string patternProperties?:{}apiextensions/v1.JSONSchemaProps properties?:{}apiextensions/v1.JSONSchemaProps required?:[]string title?:string type?:string uniqueItems?:boolean
apiextensions/v1.JSONSchemaPropsOrArray apiextensions/v1.JSONSchemaProps|[]apiextensions/v1.JSONSchemaProps
apiextensions/v1.JSONSchemaPropsOrBool apiextensions/v1.JSONSchemaProps|boolean
apiextensions/v1.JSONSchemaPropsOrStringArray apiextensions/v1.JSONSchemaProps|[]string
apiextensions/v1.SelectableField jsonPath:string
apiextensions/v1.ServiceReference name:string namespace:string path?:string port?:number
apiextensions/v1.WebhookClientConfig caBundle?:string service?:apiextensions/v1.ServiceReference url?:string
apiextensions/v1.WebhookConversion clientConfig?:apiextensions/v1.WebhookClientConfig conversionReviewVersions:[]string
apps/v1.ControllerRevision apiVersion?:"apps/v1" data?:runtime.RawExtension kind?:"ControllerRevision" metadata?:meta/v1.ObjectMeta revision:number
apps/v1.DaemonSet apiVersion?:"apps/v1" kind?:"DaemonSet" metadata?:meta/v1.ObjectMeta spec?:apps/v1.DaemonSetSpec
apps/v1.DaemonSetSpec minReadySeconds?:number revisionHistoryLimit?:number selector:meta/v1.LabelSelector template:core/v1.PodTemplateSpec updateStrategy?:apps/v1.DaemonSetUpdateStrategy
apps/v1.DaemonSetUpdateStrategy rollingUpdate?:apps/v1.RollingUpdateDaemonSet type?:string
apps/v1.Deployment apiVersion?:"apps/v1" kind?:"Deployment" metadata?:meta/v1.ObjectMeta spec?:apps/v1.DeploymentSpec
apps/v1.DeploymentSpec minReadySeconds?:number paused?:boolean progressDeadlineSeconds?:number replicas?:number revisionHistoryLimit?:number selector:meta/v1.LabelSelector strategy?:apps/v1.DeploymentStrategy template:core/v1.PodTemplateSpec
apps/v1.DeploymentStrategy rollingUpdate?:apps/v1.RollingUpdateDeployment type?:string
apps/v1.ReplicaSet apiVersion?:"apps/v1" kind?:"ReplicaSet" metadata?:meta/v1.ObjectMeta spec?:apps/v1.ReplicaSetSpec
apps/v1.ReplicaSetSpec minReadySeconds?:number replicas?:number selector:meta/v1.LabelSelector template?:core/v1.PodTemplateSpec
apps/v1.RollingUpdateDaemonSet maxSurge?:number|string maxUnavailable?:number|string
apps/v1.RollingUpdateDeployment maxSurge?:number|string maxUnavailable?:number|string
apps/v1.RollingUpdateStatefulSetStrategy maxUnavailable?:number|string partition?:number
apps/v1.StatefulSet apiVersion?:"apps/v1" kind?:"StatefulSet" metadata?:meta/v1.ObjectMeta spec?:apps/v1.StatefulSetSpec
apps/v1.StatefulSetOrdinals start?:number
apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted?:string whenScaled?:string
apps/v1.StatefulSetSpec minReadySeconds?:number ordinals?:apps/v1.StatefulSetOrdinals persistentVolumeClaimRetentionPolicy?:apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy?:string replicas?:number revisionHistoryLimit?:number selector:meta/v1.LabelSelector serviceName:string template:core/v1.PodTemplateSpec updateStrategy?:apps/v1.StatefulSetUpdateStrategy volumeClaimTemplates?:[]core/v1.PersistentVolumeClaim
apps/v1.StatefulSetUpdateStrategy rollingUpdate?:apps/v1.RollingUpdateStatefulSetStrategy type?:string
autoscaling/v1.CrossVersionObjectReference apiVersion?:string kind:string name:string
autoscaling/v1.HorizontalPodAutoscaler apiVersion?:"autoscaling/v1" kind?:"HorizontalPodAutoscaler" metadata?:meta/v1.ObjectMeta spec?:autoscaling/v1.HorizontalPodAutoscalerSpec
autoscaling/v1.HorizontalPodAutoscalerSpec maxReplicas:number minReplicas?:number scaleTargetRef:autoscaling/v1.CrossVersionObjectReference targetCPUUtilizationPercentage?:number
autoscaling/v2.ContainerResourceMetricSource container:string name:string target:autoscaling/v2.MetricTarget
autoscaling/v2.CrossVersionObjectReference apiVersion?:string kind:string name:string
autoscaling/v2.ExternalMetricSource metric:autoscaling/v2.MetricIdentifier target:autoscaling/v2.MetricTarget
autoscaling/v2.HPAScalingPolicy periodSeconds:number type:string value:number
autoscaling/v2.HPAScalingRules policies?:[]autoscaling/v2.HPAScalingPolicy selectPolicy?:string stabilizationWindowSeconds?:number
autoscaling/v2.HorizontalPodAutoscaler apiVersion?:"autoscaling/v2" kind?:"HorizontalPodAutoscaler" metadata?:meta/v1.ObjectMeta spec?:autoscaling/v2.HorizontalPodAutoscalerSpec
autoscaling/v2.HorizontalPodAutoscalerBehavior scaleDown?:autoscaling/v2.HPAScalingRules scaleUp?:autoscaling/v2.HPAScalingRules
autoscaling/v2.HorizontalPodAutoscalerSpec behavior?:autoscaling/v2.HorizontalPodAutoscalerBehavior maxReplicas:number metrics?:[]autoscaling/v2.MetricSpec minReplicas?:number scaleTargetRef:autoscaling/v2.CrossVersionObjectReference
autoscaling/v2.MetricIdentifier name:string selector?:meta/v1.LabelSelector
autoscaling/v2.MetricSpec containerResource?:autoscaling/v2.ContainerResourceMetricSource external?:autoscaling/v2.ExternalMetricSource object?:autoscaling/v2.ObjectMetricSource pods?:autoscaling/v2.PodsMetricSource resource?:autoscaling/v2.ResourceMetricSource type:string
autoscaling/v2.MetricTarget averageUtilization?:number averageValue?:api/resource.Quantity type:string value?:api/resource.Quantity
autoscaling/v2.ObjectMetricSource describedObject:autoscaling/v2.CrossVersionObjectReference metric:autoscaling/v2.MetricIdentifier target:autoscaling/v2.MetricTarget
autoscaling/v2.PodsMetricSource metric:autoscaling/v2.MetricIdentifier target:autoscaling/v2.MetricTarget
autoscaling/v2.ResourceMetricSource name:string target:autoscaling/v2.MetricTarget
batch/v1.CronJob apiVersion?:"batch/v1" kind?:"CronJob" metadata?:meta/v1.ObjectMeta spec?:batch/v1.CronJobSpec
batch/v1.CronJobSpec concurrencyPolicy?:string failedJobsHistoryLimit?:number jobTemplate:batch/v1.JobTemplateSpec schedule:string startingDeadlineSeconds?:number successfulJobsHistoryLimit?:number suspend?:boolean timeZone?:string
batch/v1.Job apiVersion?:"batch/v1" kind?:"Job" metadata?:meta/v1.ObjectMeta spec?:batch/v1.JobSpec
batch/v1.JobSpec activeDeadlineSeconds?:number backoffLimit?:number backoffLimitPerIndex?:number completionMode?:string completions?:number managedBy?:string manualSelector?:boolean maxFailedIndexes?:number parallelism?:number podFailurePolicy?:batch/v1.PodFailurePolicy podReplacementPolicy?:string selector?:meta/v1.LabelSelector successPolicy?:batch/v1.SuccessPolicy suspend?:boolean template:core/v1.PodTemplateSpec ttlSecondsAfterFinished?:number
batch/v1.JobTemplateSpec metadata?:meta/v1.ObjectMeta spec?:batch/v1.JobSpec
batch/v1.PodFailurePolicy rules:[]batch/v1.PodFailurePolicyRule
batch/v1.PodFailurePolicyOnExitCodesRequirement containerName?:string operator:string values:[]number
batch/v1.PodFailurePolicyOnPodConditionsPattern status:string type:string
batch/v1.PodFailurePolicyRule action:string onExitCodes?:batch/v1.PodFailurePolicyOnExitCodesRequirement onPodConditions?:[]batch/v1.PodFailurePolicyOnPodConditionsPattern
batch/v1.SuccessPolicy rules:[]batch/v1.SuccessPolicyRule
batch/v1.SuccessPolicyRule succeededCount?:number succeededIndexes?:string
certificates/v1.CertificateSigningRequest apiVersion?:"certificates.k8s.io/v1" kind?:"CertificateSigningRequest" metadata?:meta/v1.ObjectMeta spec:certificates/v1.CertificateSigningRequestSpec
certificates/v1.CertificateSigningRequestSpec expirationSeconds?:number extra?:{}[]string groups?:[]string request:string signerName:string uid?:string usages?:[]string username?:string
coordination/v1.Lease apiVersion?:"coordination.k8s.io/v1" kind?:"Lease" metadata?:meta/v1.ObjectMeta spec?:coordination/v1.LeaseSpec
coordination/v1.LeaseSpec acquireTime?:meta/v1.MicroTime holderIdentity?:string leaseDurationSeconds?:number leaseTransitions?:number renewTime?:meta/v1.MicroTime
core/v1.AWSElasticBlockStoreVolumeSource fsType?:string partition?:number readOnly?:boolean volumeID:string
core/v1.Affinity nodeAffinity?:core/v1.NodeAffinity podAffinity?:core/v1.PodAffinity podAntiAffinity?:core/v1.PodAntiAffinity
core/v1.AppArmorProfile localhostProfile?:string type:string
core/v1.AzureDiskVolumeSource cachingMode?:string diskName:string diskURI:string fsType?:string kind?:string readOnly?:boolean
core/v1.AzureFilePersistentVolumeSource readOnly?:boolean secretName:string secretNamespace?:string shareName:string
core/v1.AzureFileVolumeSource readOnly?:boolean secretName:string shareName:string
core/v1.CSIPersistentVolumeSource controllerExpandSecretRef?:core/v1.SecretReference controllerPublishSecretRef?:core/v1.SecretReference driver:string fsType?:string nodeExpandSecretRef?:core/v1.SecretReference nodePublishSecretRef?:core/v1.SecretReference nodeStageSecretRef?:core/v1.SecretReference readOnly?:boolean volumeAttributes?:{}string volumeHandle:string
core/v1.CSIVolumeSource driver:string fsType?:string nodePublishSecretRef?:core/v1.LocalObjectReference readOnly?:boolean volumeAttributes?:{}string
core/v1.Capabilities add?:[]string drop?:[]string
core/v1.CephFSPersistentVolumeSource monitors:[]string path?:string readOnly?:boolean secretFile?:string secretRef?:core/v1.SecretReference user?:string
core/v1.CephFSVolumeSource monitors:[]string path?:string readOnly?:boolean secretFile?:string secretRef?:core/v1.LocalObjectReference user?:string
core/v1.CinderPersistentVolumeSource fsType?:string readOnly?:boolean secretRef?:core/v1.SecretReference volumeID:string
core/v1.CinderVolumeSource fsType?:string readOnly?:boolean secretRef?:core/v1.LocalObjectReference volumeID:string
core/v1.ClaimSource resourceClaimName?:string resourceClaimTemplateName?:string
core/v1.ClientIPConfig timeoutSeconds?:number
core/v1.ClusterTrustBundleProjection labelSelector?:meta/v1.LabelSelector name?:string optional?:boolean path:string signerName?:string
core/v1.ConfigMap apiVersion?:"v1" binaryData?:{}string data?:{}string immutable?:boolean kind?:"ConfigMap" metadata?:meta/v1.ObjectMeta
core/v1.ConfigMapEnvSource name?:string optional?:boolean
core/v1.ConfigMapKeySelector key:string name?:string optional?:boolean
core/v1.ConfigMapNodeConfigSource kubeletConfigKey:string name:string namespace:string resourceVersion?:string uid?:string
core/v1.ConfigMapProjection items?:[]core/v1.KeyToPath name?:string optional?:boolean
core/v1.ConfigMapVolumeSource defaultMode?:number items?:[]core/v1.KeyToPath name?:string optional?:boolean
core/v1.Container args?:[]string command?:[]string env?:[]core/v1.EnvVar envFrom?:[]core/v1.EnvFromSource image?:string imagePullPolicy?:string lifecycle?:core/v1.Lifecycle livenessProbe?:core/v1.Probe name:string ports?:[]core/v1.ContainerPort readinessProbe?:core/v1.Probe resizePolicy?:[]core/v1.ContainerResizePolicy resources?:core/v1.ResourceRequirements restartPolicy?:string securityContext?:core/v1.SecurityContext startupProbe?:core/v1.Probe stdin?:boolean stdinOnce?:boolean terminationMessagePath?:string terminationMessagePolicy?:string tty?:boolean volumeDevices?:[]core/v1.VolumeDevice volumeMounts?:[]core/v1.VolumeMount workingDir?:string
core/v1.ContainerPort containerPort:number hostIP?:string hostPort?:number name?:string protocol?:string
core/v1.ContainerResizePolicy resourceName:string restartPolicy:string
core/v1.DownwardAPIProjection items?:[]core/v1.DownwardAPIVolumeFile
core/v1.DownwardAPIVolumeFile fieldRef?:core/v1.ObjectFieldSelector mode?:number path:string resourceFieldRef?:core/v1.ResourceFieldSelector
core/v1.DownwardAPIVolumeSource defaultMode?:number items?:[]core/v1.DownwardAPIVolumeFile
core/v1.EmptyDirVolumeSource medium?:string sizeLimit?:api/resource.Quantity
core/v1.EndpointAddress hostname?:string ip:string nodeName?:string targetRef?:core/v1.ObjectReference
core/v1.EndpointPort appProtocol?:string name?:string port:number protocol?:string
core/v1.EndpointSubset addresses?:[]core/v1.EndpointAddress notReadyAddresses?:[]core/v1.EndpointAddress ports?:[]core/v1.EndpointPort
core/v1.Endpoints apiVersion?:"v1" kind?:"Endpoints" metadata?:meta/v1.ObjectMeta subsets?:[]core/v1.EndpointSubset
core/v1.EnvFromSource configMapRef?:core/v1.ConfigMapEnvSource prefix?:string secretRef?:core/v1.SecretEnvSource
core/v1.EnvVar name:string value?:string valueFrom?:core/v1.EnvVarSource
core/v1.EnvVarSource configMapKeyRef?:core/v1.ConfigMapKeySelector fieldRef?:core/v1.ObjectFieldSelector resourceFieldRef?:core/v1.ResourceFieldSelector secretKeyRef?:core/v1.SecretKeySelector
core/v1.EphemeralContainer args?:[]string command?:[]string env?:[]core/v1.EnvVar envFrom?:[]core/v1.EnvFromSource image?:string imagePullPolicy?:string lifecycle?:core/v1.Lifecycle livenessProbe?:core/v1.Probe name:string ports?:[]core/v1.ContainerPort readinessProbe?:core/v1.Probe resizePolicy?:[]core/v1.ContainerResizePolicy resources?:core/v1.ResourceRequirements restartPolicy?:string securityContext?:core/v1.SecurityContext startupProbe?:core/v1.Probe stdin?:boolean stdinOnce?:boolean targetContainerName?:string terminationMessagePath?:string terminationMessagePolicy?:string tty?:boolean volumeDevices?:[]core/v1.VolumeDevice volumeMounts?:[]core/v1.VolumeMount workingDir?:string
core/v1.EphemeralVolumeSource volumeClaimTemplate?:core/v1.PersistentVolumeClaimTemplate
core/v1.Event action?:string apiVersion?:"v1" count?:number eventTime?:meta/v1.MicroTime firstTimestamp?:meta/v1.Time involvedObject:core/v1.ObjectReference kind?:"Event" lastTimestamp?:meta/v1.Time message?:string metadata:meta/v1.ObjectMeta reason?:string related?:core/v1.ObjectReference reportingComponent?:string reportingInstance?:string series?:core/v1.EventSeries source?:core/v1.EventSource type?:string
core/v1.EventSeries count?:number lastObservedTime?:meta/v1.MicroTime
core/v1.EventSource component?:string host?:string
core/v1.ExecAction command?:[]string
core/v1.FCVolumeSource fsType?:string lun?:number readOnly?:boolean targetWWNs?:[]string wwids?:[]string
core/v1.FlexPersistentVolumeSource driver:string fsType?:string options?:{}string readOnly?:boolean secretRef?:core/v1.SecretReference
core/v1.FlexVolumeSource driver:string fsType?:string options?:{}string readOnly?:boolean secretRef?:core/v1.LocalObjectReference
core/v1.FlockerVolumeSource datasetName?:string datasetUUID?:string
core/v1.GCEPersistentDiskVolumeSource fsType?:string partition?:number pdName:string readOnly?:boolean
core/v1.GRPCAction port:number service?:string
core/v1.GitRepoVolumeSource directory?:string repository:string revision?:string
core/v1.GlusterfsPersistentVolumeSource endpoints:string endpointsNamespace?:string path:string readOnly?:boolean
core/v1.GlusterfsVolumeSource endpoints:string path:string readOnly?:boolean
core/v1.HTTPGetAction host?:string httpHeaders?:[]core/v1.HTTPHeader path?:string port:number|string scheme?:string
core/v1.HTTPHeader name:string value:string
core/v1.HostAlias hostnames?:[]string ip?:string
core/v1.HostPathVolumeSource path:string type?:string
core/v1.ISCSIPersistentVolumeSource chapAuthDiscovery?:boolean chapAuthSession?:boolean fsType?:string initiatorName?:string iqn:string iscsiInterface?:string lun:number portals?:[]string readOnly?:boolean secretRef?:core/v1.SecretReference targetPortal:string
core/v1.ISCSIVolumeSource chapAuthDiscovery?:boolean chapAuthSession?:boolean fsType?:string initiatorName?:string iqn:string iscsiInterface?:string lun:number portals?:[]string readOnly?:boolean secretRef?:core/v1.LocalObjectReference targetPortal:string
core/v1.KeyToPath key:string mode?:number path:string
core/v1.Lifecycle postStart?:core/v1.LifecycleHandler preStop?:core/v1.LifecycleHandler
core/v1.LifecycleHandler exec?:core/v1.ExecAction httpGet?:core/v1.HTTPGetAction sleep?:core/v1.SleepAction tcpSocket?:core/v1.TCPSocketAction
core/v1.LimitRange apiVersion?:"v1" kind?:"LimitRange" metadata?:meta/v1.ObjectMeta spec?:core/v1.LimitRangeSpec
core/v1.LimitRangeItem default?:{}api/resource.Quantity defaultRequest?:{}api/resource.Quantity max?:{}api/resource.Quantity maxLimitRequestRatio?:{}api/resource.Quantity min?:{}api/resource.Quantity type:string
core/v1.LimitRangeSpec limits:[]core/v1.LimitRangeItem
core/v1.LocalObjectReference name?:string
core/v1.LocalVolumeSource fsType?:string path:string
core/v1.NFSVolumeSource path:string readOnly?:boolean server:string
core/v1.Namespace apiVersion?:"v1" kind?:"Namespace" metadata?:meta/v1.ObjectMeta spec?:core/v1.NamespaceSpec
core/v1.NamespaceSpec finalizers?:[]string
core/v1.Node apiVersion?:"v1" kind?:"Node" metadata?:meta/v1.ObjectMeta spec?:core/v1.NodeSpec
core/v1.NodeAffinity preferredDuringSchedulingIgnoredDuringExecution?:[]core/v1.PreferredSchedulingTerm requiredDuringSchedulingIgnoredDuringExecution?:core/v1.NodeSelector
core/v1.NodeConfigSource configMap?:core/v1.ConfigMapNodeConfigSource
core/v1.NodeSelector nodeSelectorTerms:[]core/v1.NodeSelectorTerm
core/v1.NodeSelectorRequirement key:string operator:string values?:[]string
core/v1.NodeSelectorTerm matchExpressions?:[]core/v1.NodeSelectorRequirement matchFields?:[]core/v1.NodeSelectorRequirement
core/v1.NodeSpec configSource?:core/v1.NodeConfigSource externalID?:string podCIDR?:string podCIDRs?:[]string providerID?:string taints?:[]core/v1.Taint unschedulable?:boolean
core/v1.ObjectFieldSelector apiVersion?:string fieldPath:string
core/v1.ObjectReference apiVersion?:string fieldPath?:string kind?:string name?:string namespace?:string resourceVersion?:string uid?:string
core/v1.PersistentVolume apiVersion?:"v1" kind?:"PersistentVolume" metadata?:meta/v1.ObjectMeta spec?:core/v1.PersistentVolumeSpec
core/v1.PersistentVolumeClaim apiVersion?:"v1" kind?:"PersistentVolumeClaim" metadata?:meta/v1.ObjectMeta spec?:core/v1.PersistentVolumeClaimSpec
core/v1.PersistentVolumeClaimSpec accessModes?:[]string dataSource?:core/v1.TypedLocalObjectReference dataSourceRef?:core/v1.TypedObjectReference resources?:core/v1.VolumeResourceRequirements selector?:meta/v1.LabelSelector storageClassName?:string volumeAttributesClassName?:string volumeMode?:string volumeName?:string
core/v1.PersistentVolumeClaimTemplate metadata?:meta/v1.ObjectMeta spec:core/v1.PersistentVolumeClaimSpec
core/v1.PersistentVolumeClaimVolumeSource claimName:string readOnly?:boolean
core/v1.PersistentVolumeSpec accessModes?:[]string awsElasticBlockStore?:core/v1.AWSElasticBlockStoreVolumeSource azureDisk?:core/v1.AzureDiskVolumeSource azureFile?:core/v1.AzureFilePersistentVolumeSource capacity?:{}api/resource.Quantity cephfs?:core/v1.CephFSPersistentVolumeSource cinder?:core/v1.CinderPersistentVolumeSource claimRef?:core/v1.ObjectReference csi?:core/v1.CSIPersistentVolumeSource fc?:core/v1.FCVolumeSource flexVolume?:core/v1.FlexPersistentVolumeSource flocker?:core/v1.FlockerVolumeSource gcePersistentDisk?:core/v1.GCEPersistentDiskVolumeSource glusterfs?:core/v1.GlusterfsPersistentVolumeSource hostPath?:core/v1.HostPathVolumeSource iscsi?:core/v1.ISCSIPersistentVolumeSource local?:core/v1.LocalVolumeSource mountOptions?:[]string nfs?:core/v1.NFSVolumeSource nodeAffinity?:core/v1.VolumeNodeAffinity persistentVolumeReclaimPolicy?:string photonPersistentDisk?:core/v1.PhotonPersistentDiskVolumeSource portworxVolume?:core/v1.PortworxVolumeSource quobyte?:core/v1.QuobyteVolumeSource rbd?:core/v1.RBDPersistentVolumeSource scaleIO?:core/v1.ScaleIOPersistentVolumeSource storageClassName?:string storageos?:core/v1.StorageOSPersistentVolumeSource volumeAttributesClassName?:string volumeMode?:string vsphereVolume?:core/v1.VsphereVirtualDiskVolumeSource
core/v1.PhotonPersistentDiskVolumeSource fsType?:string pdID:string
core/v1.Pod apiVersion?:"v1" kind?:"Pod" metadata?:meta/v1.ObjectMeta spec?:core/v1.PodSpec
core/v1.PodAffinity preferredDuringSchedulingIgnoredDuringExecution?:[]core/v1.WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution?:[]core/v1.PodAffinityTerm
core/v1.PodAffinityTerm labelSelector?:meta/v1.LabelSelector matchLabelKeys?:[]string mismatchLabelKeys?:[]string namespaceSelector?:meta/v1.LabelSelector namespaces?:[]string topologyKey:string
core/v1.PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution?:[]core/v1.WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution?:[]core/v1.PodAffinityTerm
core/v1.PodDNSConfig nameservers?:[]string options?:[]core/v1.PodDNSConfigOption searches?:[]string
core/v1.PodDNSConfigOption name?:string value?:string
core/v1.PodOS name:string
core/v1.PodReadinessGate conditionType:string
core/v1.PodResourceClaim name:string source?:core/v1.ClaimSource
core/v1.PodSchedulingGate name:string
core/v1.PodSecurityContext appArmorProfile?:core/v1.AppArmorProfile fsGroup?:number fsGroupChangePolicy?:string runAsGroup?:number runAsNonRoot?:boolean runAsUser?:number seLinuxOptions?:core/v1.SELinuxOptions seccompProfile?:core/v1.SeccompProfile supplementalGroups?:[]number sysctls?:[]core/v1.Sysctl windowsOptions?:core/v1.WindowsSecurityContextOptions
core/v1.PodSpec activeDeadlineSeconds?:number affinity?:core/v1.Affinity automountServiceAccountToken?:boolean containers:[]core/v1.Container dnsConfig?:core/v1.PodDNSConfig dnsPolicy?:string enableServiceLinks?:boolean ephemeralContainers?:[]core/v1.EphemeralContainer hostAliases?:[]core/v1.HostAlias hostIPC?:boolean hostNetwork?:boolean hostPID?:boolean hostUsers?:boolean hostname?:string imagePullSecrets?:[]core/v1.LocalObjectReference initContainers?:[]core/v1.Container nodeName?:string nodeSelector?:{}string os?:core/v1.PodOS overhead?:{}api/resource.Quantity preemptionPolicy?:string priority?:number priorityClassName?:string readinessGates?:[]core/v1.PodReadinessGate resourceClaims?:[]core/v1.PodResourceClaim restartPolicy?:string runtimeClassName?:string schedulerName?:string schedulingGates?:[]core/v1.PodSchedulingGate securityContext?:core/v1.PodSecurityContext serviceAccount?:string serviceAccountName?:string setHostnameAsFQDN?:boolean shareProcessNamespace?:boolean subdomain?:string terminationGracePeriodSeconds?:number tolerations?:[]core/v1.Toleration topologySpreadConstraints?:[]core/v1.TopologySpreadConstraint volumes?:[]core/v1.Volume
core/v1.PodTemplate apiVersion?:"v1" kind?:"PodTemplate" metadata?:meta/v1.ObjectMeta template?:core/v1.PodTemplateSpec
core/v1.PodTemplateSpec metadata?:meta/v1.ObjectMeta spec?:core/v1.PodSpec
core/v1.PortworxVolumeSource fsType?:string readOnly?:boolean volumeID:string
core/v1.PreferredSchedulingTerm preference:core/v1.NodeSelectorTerm weight:number
core/v1.Probe exec?:core/v1.ExecAction failureThreshold?:number grpc?:core/v1.GRPCAction httpGet?:core/v1.HTTPGetAction initialDelaySeconds?:number periodSeconds?:number successThreshold?:number tcpSocket?:core/v1.TCPSocketAction terminationGracePeriodSeconds?:number timeoutSeconds?:number
core/v1.ProjectedVolumeSource defaultMode?:number sources?:[]core/v1.VolumeProjection
core/v1.QuobyteVolumeSource group?:string readOnly?:boolean registry:string tenant?:string user?:string volume:string
core/v1.RBDPersistentVolumeSource fsType?:string image:string keyring?:string monitors:[]string pool?:string readOnly?:boolean secretRef?:core/v1.SecretReference user?:string
core/v1.RBDVolumeSource fsType?:string image:string keyring?:string monitors:[]string pool?:string readOnly?:boolean secretRef?:core/v1.LocalObjectReference user?:string
core/v1.ReplicationController apiVersion?:"v1" kind?:"ReplicationController" metadata?:meta/v1.ObjectMeta spec?:core/v1.ReplicationControllerSpec
core/v1.ReplicationControllerSpec minReadySeconds?:number replicas?:number selector?:{}string template?:core/v1.PodTemplateSpec
core/v1.ResourceClaim name:string
core/v1.ResourceFieldSelector containerName?:string divisor?:api/resource.Quantity resource:string
core/v1.ResourceQuota apiVersion?:"v1" kind?:"ResourceQuota" metadata?:meta/v1.ObjectMeta spec?:core/v1.ResourceQuotaSpec
core/v1.ResourceQuotaSpec hard?:{}api/resource.Quantity scopeSelector?:core/v1.ScopeSelector scopes?:[]string
core/v1.ResourceRequirements claims?:[]core/v1.ResourceClaim limits?:{}api/resource.Quantity requests?:{}api/resource.Quantity
core/v1.SELinuxOptions level?:string role?:string type?:string user?:string
core/v1.ScaleIOPersistentVolumeSource fsType?:string gateway:string protectionDomain?:string readOnly?:boolean secretRef:core/v1.SecretReference sslEnabled?:boolean storageMode?:string storagePool?:string system:string volumeName?:string
core/v1.ScaleIOVolumeSource fsType?:string gateway:string protectionDomain?:string readOnly?:boolean secretRef:core/v1.LocalObjectReference sslEnabled?:boolean storageMode?:string storagePool?:string system:string volumeName?:string
core/v1.ScopeSelector matchExpressions?:[]core/v1.ScopedResourceSelectorRequirement
core/v1.ScopedResourceSelectorRequirement operator:string scopeName:string values?:[]string
core/v1.SeccompProfile localhostProfile?:string type:string
core/v1.Secret apiVersion?:"v1" data?:{}string immutable?:boolean kind?:"Secret" metadata?:meta/v1.ObjectMeta stringData?:{}string type?:string
core/v1.SecretEnvSource name?:string optional?:boolean
core/v1.SecretKeySelector key:string name?:string optional?:boolean
core/v1.SecretProjection items?:[]core/v1.KeyToPath name?:string optional?:boolean
core/v1.SecretReference name?:string namespace?:string
core/v1.SecretVolumeSource defaultMode?:number items?:[]core/v1.KeyToPath optional?:boolean secretName?:string
core/v1.SecurityContext allowPrivilegeEscalation?:boolean appArmorProfile?:core/v1.AppArmorProfile capabilities?:core/v1.Capabilities privileged?:boolean procMount?:string readOnlyRootFilesystem?:boolean runAsGroup?:number runAsNonRoot?:boolean runAsUser?:number seLinuxOptions?:core/v1.SELinuxOptions seccompProfile?:core/v1.SeccompProfile windowsOptions?:core/v1.WindowsSecurityContextOptions
core/v1.Service apiVersion?:"v1" kind?:"Service" metadata?:meta/v1.ObjectMeta spec?:core/v1.ServiceSpec
core/v1.ServiceAccount apiVersion?:"v1" automountServiceAccountToken?:boolean imagePullSecrets?:[]core/v1.LocalObjectReference kind?:"ServiceAccount" metadata?:meta/v1.ObjectMeta secrets?:[]core/v1.ObjectReference
core/v1.ServiceAccountTokenProjection audience?:string expirationSeconds?:number path:string
core/v1.ServicePort appProtocol?:string name?:string nodePort?:number port:number protocol?:string targetPort?:number|string
core/v1.ServiceSpec allocateLoadBalancerNodePorts?:boolean clusterIP?:string clusterIPs?:[]string externalIPs?:[]string externalName?:string externalTrafficPolicy?:string healthCheckNodePort?:number internalTrafficPolicy?:string ipFamilies?:[]string ipFamilyPolicy?:string loadBalancerClass?:string loadBalancerIP?:string loadBalancerSourceRanges?:[]string ports?:[]core/v1.ServicePort publishNotReadyAddresses?:boolean selector?:{}string sessionAffinity?:string sessionAffinityConfig?:core/v1.SessionAffinityConfig trafficDistribution?:string type?:string
core/v1.SessionAffinityConfig clientIP?:core/v1.ClientIPConfig
core/v1.SleepAction seconds:number
core/v1.StorageOSPersistentVolumeSource fsType?:string readOnly?:boolean secretRef?:core/v1.ObjectReference volumeName?:string volumeNamespace?:string
core/v1.StorageOSVolumeSource fsType?:string readOnly?:boolean secretRef?:core/v1.LocalObjectReference volumeName?:string volumeNamespace?:string
core/v1.Sysctl name:string value:string
core/v1.TCPSocketAction host?:string port:number|string
core/v1.Taint effect:string key:string timeAdded?:meta/v1.Time value?:string
core/v1.Toleration effect?:string key?:string operator?:string tolerationSeconds?:number value?:string
core/v1.TopologySelectorLabelRequirement key:string values:[]string
core/v1.TopologySelectorTerm matchLabelExpressions?:[]core/v1.TopologySelectorLabelRequirement
core/v1.TopologySpreadConstraint labelSelector?:meta/v1.LabelSelector matchLabelKeys?:[]string maxSkew:number minDomains?:number nodeAffinityPolicy?:string nodeTaintsPolicy?:string topologyKey:string whenUnsatisfiable:string
core/v1.TypedLocalObjectReference apiGroup?:string kind:string name:string
core/v1.TypedObjectReference apiGroup?:string kind:string name:string namespace?:string
core/v1.Volume awsElasticBlockStore?:core/v1.AWSElasticBlockStoreVolumeSource azureDisk?:core/v1.AzureDiskVolumeSource azureFile?:core/v1.AzureFileVolumeSource cephfs?:core/v1.CephFSVolumeSource cinder?:core/v1.CinderVolumeSource configMap?:core/v1.ConfigMapVolumeSource csi?:core/v1.CSIVolumeSource downwardAPI?:core/v1.DownwardAPIVolumeSource emptyDir?:core/v1.EmptyDirVolumeSource ephemeral?:core/v1.EphemeralVolumeSource fc?:core/v1.FCVolumeSource flexVolume?:core/v1.FlexVolumeSource flocker?:core/v1.FlockerVolumeSource gcePersistentDisk?:core/v1.GCEPersistentDiskVolumeSource gitRepo?:core/v1.GitRepoVolumeSource glusterfs?:core/v1.GlusterfsVolumeSource hostPath?:core/v1.HostPathVolumeSource iscsi?:core/v1.ISCSIVolumeSource name:string nfs?:core/v1.NFSVolumeSource persistentVolumeClaim?:core/v1.PersistentVolumeClaimVolumeSource photonPersistentDisk?:core/v1.PhotonPersistentDiskVolumeSource portworxVolume?:core/v1.PortworxVolumeSource projected?:core/v1.ProjectedVolumeSource quobyte?:core/v1.QuobyteVolumeSource rbd?:core/v1.RBDVolumeSource scaleIO?:core/v1.ScaleIOVolumeSource secret?:core/v1.SecretVolumeSource storageos?:core/v1.StorageOSVolumeSource vsphereVolume?:core/v1.VsphereVirtualDiskVolumeSource
core/v1.VolumeDevice devicePath:string name:string
core/v1.VolumeMount mountPath:string mountPropagation?:string name:string readOnly?:boolean recursiveReadOnly?:string subPath?:string subPathExpr?:string
core/v1.VolumeNodeAffinity required?:core/v1.NodeSelector
core/v1.VolumeProjection clusterTrustBundle?:core/v1.ClusterTrustBundleProjection configMap?:core/v1.ConfigMapProjection downwardAPI?:core/v1.DownwardAPIProjection secret?:core/v1.SecretProjection serviceAccountToken?:core/v1.ServiceAccountTokenProjection
core/v1.VolumeResourceRequirements limits?:{}api/resource.Quantity requests?:{}api/resource.Quantity
core/v1.VsphereVirtualDiskVolumeSource fsType?:string storagePolicyID?:string storagePolicyName?:string volumePath:string
core/v1.WeightedPodAffinityTerm podAffinityTerm:core/v1.PodAffinityTerm weight:number
core/v1.WindowsSecurityContextOptions gmsaCredentialSpec?:string gmsaCredentialSpecName?:string hostProcess?:boolean runAsUserName?:string
discovery/v1.Endpoint addresses:[]string conditions?:discovery/v1.EndpointConditions deprecatedTopology?:{}string hints?:discovery/v1.EndpointHints hostname?:string nodeName?:string targetRef?:core/v1.ObjectReference zone?:string
discovery/v1.EndpointConditions ready?:boolean serving?:boolean terminating?:boolean
discovery/v1.EndpointHints forZones?:[]discovery/v1.ForZone
discovery/v1.EndpointPort appProtocol?:string name?:string port?:number protocol?:string
discovery/v1.EndpointSlice addressType:string apiVersion?:"discovery.k8s.io/v1" endpoints:[]discovery/v1.Endpoint kind?:"EndpointSlice" metadata?:meta/v1.ObjectMeta ports?:[]discovery/v1.EndpointPort
discovery/v1.ForZone name:string
events/v1.Event action?:string apiVersion?:"events.k8s.io/v1" deprecatedCount?:number deprecatedFirstTimestamp?:meta/v1.Time deprecatedLastTimestamp?:meta/v1.Time deprecatedSource?:core/v1.EventSource eventTime:meta/v1.MicroTime kind?:"Event" metadata?:meta/v1.ObjectMeta note?:string reason?:string regarding?:core/v1.ObjectReference related?:core/v1.ObjectReference reportingController?:string reportingInstance?:string series?:events/v1.EventSeries type?:string
events/v1.EventSeries count:number lastObservedTime:meta/v1.MicroTime
flowcontrol/v1.ExemptPriorityLevelConfiguration lendablePercent?:number nominalConcurrencyShares?:number
flowcontrol/v1.FlowDistinguisherMethod type:string
flowcontrol/v1.FlowSchema apiVersion?:"flowcontrol.apiserver.k8s.io/v1" kind?:"FlowSchema" metadata?:meta/v1.ObjectMeta spec?:flowcontrol/v1.FlowSchemaSpec
flowcontrol/v1.FlowSchemaSpec distinguisherMethod?:flowcontrol/v1.FlowDistinguisherMethod matchingPrecedence?:number priorityLevelConfiguration:flowcontrol/v1.PriorityLevelConfigurationReference rules?:[]flowcontrol/v1.PolicyRulesWithSubjects
flowcontrol/v1.GroupSubject name:string
flowcontrol/v1.LimitResponse queuing?:flowcontrol/v1.QueuingConfiguration type:string
flowcontrol/v1.LimitedPriorityLevelConfiguration borrowingLimitPercent?:number lendablePercent?:number limitResponse?:flowcontrol/v1.LimitResponse nominalConcurrencyShares?:number
flowcontrol/v1.NonResourcePolicyRule nonResourceURLs:[]string verbs:[]string
flowcontrol/v1.PolicyRulesWithSubjects nonResourceRules?:[]flowcontrol/v1.NonResourcePolicyRule resourceRules?:[]flowcontrol/v1.ResourcePolicyRule subjects:[]flowcontrol/v1.Subject
flowcontrol/v1.PriorityLevelConfiguration apiVersion?:"flowcontrol.apiserver.k8s.io/v1" kind?:"PriorityLevelConfiguration" metadata?:meta/v1.ObjectMeta spec?:flowcontrol/v1.PriorityLevelConfigurationSpec
flowcontrol/v1.PriorityLevelConfigurationReference name:string
flowcontrol/v1.PriorityLevelConfigurationSpec exempt?:flowcontrol/v1.ExemptPriorityLevelConfiguration limited?:flowcontrol/v1.LimitedPriorityLevelConfiguration type:string
flowcontrol/v1.QueuingConfiguration handSize?:number queueLengthLimit?:number queues?:number
flowcontrol/v1.ResourcePolicyRule apiGroups:[]string clusterScope?:boolean namespaces?:[]string resources:[]string verbs:[]string
flowcontrol/v1.ServiceAccountSubject name:string namespace:string
flowcontrol/v1.Subject group?:flowcontrol/v1.GroupSubject kind:string serviceAccount?:flowcontrol/v1.ServiceAccountSubject user?:flowcontrol/v1.UserSubject
flowcontrol/v1.UserSubject name:string
meta/v1.FieldsV1
meta/v1.LabelSelector matchExpressions?:[]meta/v1.LabelSelectorRequirement matchLabels?:{}string
meta/v1.LabelSelectorRequirement key:string operator:string values?:[]string
meta/v1.ManagedFieldsEntry apiVersion?:string fieldsType?:string fieldsV1?:meta/v1.FieldsV1 manager?:string operation?:string subresource?:string time?:meta/v1.Time
meta/v1.MicroTime string
meta/v1.ObjectMeta annotations?:{}string creationTimestamp?:meta/v1.Time deletionGracePeriodSeconds?:number deletionTimestamp?:meta/v1.Time finalizers?:[]string generateName?:string generation?:number labels?:{}string managedFields?:[]meta/v1.ManagedFieldsEntry name?:string namespace?:string ownerReferences?:[]meta/v1.OwnerReference resourceVersion?:string selfLink?:string uid?:string
meta/v1.OwnerReference apiVersion:string blockOwnerDeletion?:boolean controller?:boolean kind:string name:string uid:string
meta/v1.Time string
networking/v1.HTTPIngressPath backend:networking/v1.IngressBackend path?:string pathType:string
networking/v1.HTTPIngressRuleValue paths:[]networking/v1.HTTPIngressPath
networking/v1.IPBlock cidr:string except?:[]string
networking/v1.Ingress apiVersion?:"networking.k8s.io/v1" kind?:"Ingress" metadata?:meta/v1.ObjectMeta spec?:networking/v1.IngressSpec
networking/v1.IngressBackend resource?:core/v1.TypedLocalObjectReference service?:networking/v1.IngressServiceBackend
networking/v1.IngressClass apiVersion?:"networking.k8s.io/v1" kind?:"IngressClass" metadata?:meta/v1.ObjectMeta spec?:networking/v1.IngressClassSpec
networking/v1.IngressClassParametersReference apiGroup?:string kind:string name:string namespace?:string scope?:string
networking/v1.IngressClassSpec controller?:string parameters?:networking/v1.IngressClassParametersReference
networking/v1.IngressRule host?:string http?:networking/v1.HTTPIngressRuleValue
networking/v1.IngressServiceBackend name:string port?:networking/v1.ServiceBackendPort
networking/v1.IngressSpec defaultBackend?:networking/v1.IngressBackend ingressClassName?:string rules?:[]networking/v1.IngressRule tls?:[]networking/v1.IngressTLS
networking/v1.IngressTLS hosts?:[]string secretName?:string
networking/v1.NetworkPolicy apiVersion?:"networking.k8s.io/v1" kind?:"NetworkPolicy" metadata?:meta/v1.ObjectMeta spec?:networking/v1.NetworkPolicySpec
networking/v1.NetworkPolicyEgressRule ports?:[]networking/v1.NetworkPolicyPort to?:[]networking/v1.NetworkPolicyPeer
networking/v1.NetworkPolicyIngressRule from?:[]networking/v1.NetworkPolicyPeer ports?:[]networking/v1.NetworkPolicyPort
networking/v1.NetworkPolicyPeer ipBlock?:networking/v1.IPBlock namespaceSelector?:meta/v1.LabelSelector podSelector?:meta/v1.LabelSelector
networking/v1.NetworkPolicyPort endPort?:number port?:number|string protocol?:string
networking/v1.NetworkPolicySpec egress?:[]networking/v1.NetworkPolicyEgressRule ingress?:[]networking/v1.NetworkPolicyIngressRule podSelector:meta/v1.LabelSelector policyTypes?:[]string
networking/v1.ServiceBackendPort name?:string number?:number
node/v1.Overhead podFixed?:{}api/resource.Quantity
node/v1.RuntimeClass apiVersion?:"node.k8s.io/v1" handler:string kind?:"RuntimeClass" metadata?:meta/v1.ObjectMeta overhead?:node/v1.Overhead scheduling?:node/v1.Scheduling
node/v1.Scheduling nodeSelector?:{}string tolerations?:[]core/v1.Toleration
policy/v1.PodDisruptionBudget apiVersion?:"policy/v1" kind?:"PodDisruptionBudget" metadata?:meta/v1.ObjectMeta spec?:policy/v1.PodDisruptionBudgetSpec
policy/v1.PodDisruptionBudgetSpec maxUnavailable?:number|string minAvailable?:number|string selector?:meta/v1.LabelSelector unhealthyPodEvictionPolicy?:string
rbac/v1.AggregationRule clusterRoleSelectors?:[]meta/v1.LabelSelector
rbac/v1.ClusterRole aggregationRule?:rbac/v1.AggregationRule apiVersion?:"rbac.authorization.k8s.io/v1" kind?:"ClusterRole" metadata?:meta/v1.ObjectMeta rules?:[]rbac/v1.PolicyRule
rbac/v1.ClusterRoleBinding apiVersion?:"rbac.authorization.k8s.io/v1" kind?:"ClusterRoleBinding" metadata?:meta/v1.ObjectMeta roleRef:rbac/v1.RoleRef subjects?:[]rbac/v1.Subject
rbac/v1.PolicyRule apiGroups?:[]string nonResourceURLs?:[]string resourceNames?:[]string resources?:[]string verbs:[]string
rbac/v1.Role apiVersion?:"rbac.authorization.k8s.io/v1" kind?:"Role" metadata?:meta/v1.ObjectMeta rules?:[]rbac/v1.PolicyRule
rbac/v1.RoleBinding apiVersion?:"rbac.authorization.k8s.io/v1" kind?:"RoleBinding" metadata?:meta/v1.ObjectMeta roleRef:rbac/v1.RoleRef subjects?:[]rbac/v1.Subject
rbac/v1.RoleRef apiGroup:string kind:string name:string
rbac/v1.Subject apiGroup?:string kind:string name:string namespace?:string
runtime.RawExtension
scheduling/v1.PriorityClass apiVersion?:"scheduling.k8s.io/v1" description?:string globalDefault?:boolean kind?:"PriorityClass" metadata?:meta/v1.ObjectMeta preemptionPolicy?:string value:number
storage/v1.CSIDriver apiVersion?:"storage.k8s.io/v1" kind?:"CSIDriver" metadata?:meta/v1.ObjectMeta spec:storage/v1.CSIDriverSpec
storage/v1.CSIDriverSpec attachRequired?:boolean fsGroupPolicy?:string podInfoOnMount?:boolean requiresRepublish?:boolean seLinuxMount?:boolean storageCapacity?:boolean tokenRequests?:[]storage/v1.TokenRequest volumeLifecycleModes?:[]string
storage/v1.CSINode apiVersion?:"storage.k8s.io/v1" kind?:"CSINode" metadata?:meta/v1.ObjectMeta spec:storage/v1.CSINodeSpec
storage/v1.CSINodeDriver allocatable?:storage/v1.VolumeNodeResources name:string nodeID:string topologyKeys?:[]string
storage/v1.CSINodeSpec drivers:[]storage/v1.CSINodeDriver
storage/v1.CSIStorageCapacity apiVersion?:"storage.k8s.io/v1" capacity?:api/resource.Quantity kind?:"CSIStorageCapacity" maximumVolumeSize?:api/resource.Quantity metadata?:meta/v1.ObjectMeta nodeTopology?:meta/v1.LabelSelector storageClassName:string
storage/v1.StorageClass allowVolumeExpansion?:boolean allowedTopologies?:[]core/v1.TopologySelectorTerm apiVersion?:"storage.k8s.io/v1" kind?:"StorageClass" metadata?:meta/v1.ObjectMeta mountOptions?:[]string parameters?:{}string provisioner:string reclaimPolicy?:string volumeBindingMode?:string
storage/v1.TokenRequest audience:string expirationSeconds?:number
storage/v1.VolumeAttachment apiVersion?:"storage.k8s.io/v1" kind?:"VolumeAttachment" metadata?:meta/v1.ObjectMeta spec:storage/v1.VolumeAttachmentSpec
storage/v1.VolumeAttachmentSource inlineVolumeSpec?:core/v1.PersistentVolumeSpec persistentVolumeName?:string
storage/v1.VolumeAttachmentSpec attacher:string nodeName:string source:storage/v1.VolumeAttachmentSource
storage/v1.VolumeNodeResources count?:number
`;
