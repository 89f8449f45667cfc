{{/* nginx in front of a self-hosted Omni: TLS ends here, and Omni gets plain
HTTP/1.1 and plain HTTP/2. */}}

{{- define "omni-bootstrap.nginx.listen" -}}
{{- if semverCompare ">=1.25.1-0" .Values.nginx.version -}}
listen {{ .Values.nginx.httpsPort }} ssl;
http2 on;
{{- else -}}
listen {{ .Values.nginx.httpsPort }} ssl http2;
{{- end }}
{{- end }}

{{- define "omni-bootstrap.nginx.upstreams" -}}
{{- range $name, $key := dict "omni" "api" "omni_machine_api" "machineApi" "omni_kubernetes_proxy" "kubernetesProxy" }}
upstream {{ $name }} {
    {{- range get $.Values.nginx.upstreams $key }}
    server {{ . }};
    {{- end }}
}
{{- end }}
{{- end }}

{{/* Everything but the first directive, `indent` deep. Takes root and indent. */}}
{{- define "omni-bootstrap.nginx" -}}
{{- regexReplaceAllLiteral "(?m)^ +$" (include "omni-bootstrap.nginx.blocks" .root | indent .indent) "" }}
{{- end }}

{{- define "omni-bootstrap.nginx.blocks" -}}
{{- $listen := include "omni-bootstrap.nginx.listen" . }}
{{- $timeout := .Values.nginx.timeout }}
{{- $port := int .Values.nginx.httpsPort -}}
events {
    worker_connections 4096;
}

http {
    {{- include "omni-bootstrap.nginx.upstreams" . | trim | nindent 4 }}

    # gRPC comes as application/grpc, application/grpc+proto and more.
    map $http_content_type $is_grpc {
        default                      0;
        "~^application/grpc(\+|;|$)" 1;
    }
    map $http_upgrade $connection_upgrade {
        default upgrade;
        ""      close;
    }

    server_names_hash_bucket_size 128;

    ssl_certificate     {{ .Values.nginx.certificate }};
    ssl_certificate_key {{ .Values.nginx.certificateKey }};
    ssl_protocols       TLSv1.2 TLSv1.3;

    # Watches, tunnels and shells stay open without a byte for a long time.
    # client_body_timeout counts too: it cuts streams whose client is silent.
    client_body_timeout {{ $timeout }};
    grpc_read_timeout   {{ $timeout }};
    grpc_send_timeout   {{ $timeout }};
    proxy_read_timeout  {{ $timeout }};
    proxy_send_timeout  {{ $timeout }};

    # Omni looks at the host, and writes the client's address to its audit log.
    grpc_set_header  Host            $host;
    grpc_set_header  X-Forwarded-For $proxy_add_x_forwarded_for;

    proxy_http_version 1.1;
    proxy_set_header Host            $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header Upgrade         $http_upgrade;
    proxy_set_header Connection      $connection_upgrade;
    {{- with .Values.nginx.extraConfig }}

    {{- trim . | nindent 4 }}
    {{- end }}

    server {
        listen {{ .Values.nginx.httpPort }} default_server;
        return 301 https://$host{{ if ne $port 443 }}:{{ $port }}{{ end }}$request_uri;
    }

    # UI and API on one host: gRPC is told by its content type.
    server {
        {{- $listen | nindent 8 }}
        server_name {{ .Values.domainName }};
        client_max_body_size {{ .Values.nginx.maxBodySize }};

        error_page 418 = @grpc;

        location / {
            if ($is_grpc) {
                return 418;
            }
            proxy_pass http://omni;
        }
        location @grpc {
            grpc_pass grpc://omni;
        }
    }

    # Machine API: gRPC only, in requests that never end.
    server {
        {{- $listen | nindent 8 }}
        server_name {{ include "omni-bootstrap.host.machineApi" . }};
        client_max_body_size 0;

        location / {
            grpc_pass grpc://omni_machine_api;
        }
    }

    # Kubernetes proxy: kubectl exec and port-forward upgrade the connection.
    {{- $host := include "omni-bootstrap.host.kubernetesProxy" . }}
    server {
        {{- $listen | nindent 8 }}
        server_name {{ $host }}{{ if .Values.nginx.hosts.kubernetesProxyWildcard }} *.{{ $host }}{{ end }};
        client_max_body_size 0;
        proxy_buffering off;

        location / {
            proxy_pass http://omni_kubernetes_proxy;
        }
    }
    {{- with .Values.nginx.hosts.workloadProxy }}

    # Workloads of the clusters, exposed through Omni. The host says which.
    server {
        {{- $listen | nindent 8 }}
        server_name {{ . }};
        client_max_body_size 0;

        location / {
            proxy_pass http://omni;
        }
    }
    {{- end }}
}
{{- end }}
