# One image for every form: PROJECT is Standalone, Catalog, Importer or Search.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PROJECT=Standalone
WORKDIR /source
COPY . .
RUN dotnet publish services/${PROJECT} -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG PROJECT=Standalone
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_URLS=http://+:8080 PROGRAM=Engagement.${PROJECT}.dll
EXPOSE 8080
# What a service keeps in files; a volume that is mounted here takes the owner over.
RUN mkdir data && chown $APP_UID data
USER $APP_UID
ENTRYPOINT ["sh", "-c", "exec dotnet $PROGRAM"]
